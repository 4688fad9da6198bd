using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Personalization.Conditions;
using Personalization.Testing;

namespace Personalization.Decisions.Tests.Conditions;

/// <summary>R5.3: conditions mean what they mean to json-logic-js, its reference implementation.</summary>
public sealed class ConditionTests
{
    private const int Seed = 20261120;
    private const int Cases = 6_000;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    /// <summary>Where chance seldom goes.</summary>
    private static readonly string[] Chosen =
    [
        """{"rule":{"==":[1,"1"]},"data":{}}""", """{"rule":{"==":[null,0]},"data":{}}""", """{"rule":{"<":[1,2,3]},"data":{}}""", """{"rule":{"<=":["a","b"]},"data":{}}""",
        """{"rule":{"var":"a.b.0.c"},"data":{"a":{"b":[{"c":7}]}}}""", """{"rule":{"var":["a",1]},"data":{"a":null}}""", """{"rule":{"var":["a.b",1]},"data":{"a":null}}""",
        """{"rule":{"var":""},"data":5}""", """{"rule":{"var":1},"data":["x","y"]}""", """{"rule":{"var":"a.length"},"data":{"a":"xyz"}}""", """{"rule":{"cat":["a",1,null,[1,[2,null]],true]},"data":null}""",
        """{"rule":{"cat":[1e21,1e-7,123456789012345680000,0.000001,-1.5e300,0.1]},"data":null}""", """{"rule":{"substr":["jsonlogic",-5]},"data":{}}""", """{"rule":{"substr":["jsonlogic",1,-5]},"data":{}}""",
        """{"rule":{"+":["3.14abc","  2"]},"data":{}}""", """{"rule":{"+":["0x10",".5","5."]},"data":{}}""", """{"rule":{"-":["0x10"]},"data":{}}""", """{"rule":{"-":[[],"1"]},"data":{}}""",
        """{"rule":{"*":["2"]},"data":{}}""", """{"rule":{"/":[1,0]},"data":{}}""", """{"rule":{"%":[-7,3]},"data":{}}""", """{"rule":{"max":[]},"data":{}}""", """{"rule":{"min":["3",1,null]},"data":{}}""",
        """{"rule":{"if":[]},"data":{}}""", """{"rule":{"if":[[],1,"0",2,3]},"data":{}}""", """{"rule":{"and":[]},"data":{}}""", """{"rule":{"or":[0,"",[]]},"data":{}}""",
        """{"rule":{"reduce":[[1,2,3],{"+":[{"var":"current"},{"var":"accumulator"}]},0]},"data":{}}""", """{"rule":{"reduce":[{"var":"x"},{"var":"current"},9]},"data":{}}""",
        """{"rule":{"all":[[],true]},"data":{}}""", """{"rule":{"none":[[],true]},"data":{}}""", """{"rule":{"some":[[1,0],{"var":""}]},"data":{}}""", """{"rule":{"filter":[[1,2,3],{">":[{"var":""},1]}]},"data":{}}""",
        """{"rule":{"map":[[1,"2"],{"*":[{"var":""},2]}]},"data":{}}""", """{"rule":{"missing":["a","b.c"]},"data":{"a":"","b":{"c":0}}}""", """{"rule":{"missing":[["a","d"]]},"data":{"a":1}}""",
        """{"rule":{"missing_some":[1,["a","b"]]},"data":{"a":1}}""", """{"rule":{"in":["b","abc"]},"data":{}}""", """{"rule":{"in":[1,["1",2]]},"data":{}}""", """{"rule":{"in":[null,"xnull"]},"data":{}}""",
        """{"rule":{"merge":[1,[2,[3]],[]]},"data":{}}""", """{"rule":{"==":[[1,2],"1,2"]},"data":{}}""", """{"rule":{"==":[{"var":"a"},{"var":"a"}]},"data":{"a":[1]}}""", """{"rule":{"===":[{"var":"a"},{"var":"b"}]},"data":{"a":[1],"b":[1]}}""",
        """{"rule":{"a":1,"b":2},"data":{}}""", """{"rule":{"!":[]},"data":{}}""", """{"rule":{"!!":[[]]},"data":{}}""", """{"rule":{"!":[{"var":"x"}]},"data":{"x":{}}}""",
    ];

    [Fact]
    public async Task Evaluate_ThousandsOfRules_AsTheReferenceDoes()
    {
        TestContext.Current.SendDiagnosticMessage("seed {0}", Seed);
        var random = new Random(Seed);
        var cases = Chosen.Select(text => JsonNode.Parse(text)!).ToList();
        while (cases.Count < Cases)
        {
            cases.Add(new JsonObject { ["rule"] = RandomRule(random, 3), ["data"] = RandomData(random) });
        }

        var expected = await ReferenceAsync(new JsonArray([.. cases]).ToJsonString());
        List<string> differences = [];
        foreach (var (index, one) in cases.Index())
        {
            var (value, failed) = Evaluate(one);
            var reference = expected[index];
            var agrees = reference.TryGetProperty("error", out _) ? failed : !failed && Same(value, reference.GetProperty("value"));
            if (!agrees)
            {
                differences.Add($"{one.ToJsonString()} gave {(failed ? "a failure" : JsonSerializer.Serialize(Speakable(value)))}, the reference {reference.GetRawText()}");
            }
        }

        differences.Take(20).ShouldBeEmpty();
    }

    [Fact]
    public void Parse_UnknownOperationsAndDepth_AllFaultsAtOnce()
    {
        List<ConditionFault> faults = [];

        Condition.Parse(JsonDocument.Parse("""{"and":[{"nope":1},{"==":[1,{"neither":[2]}]}]}""").RootElement, faults).ShouldBeNull();

        faults.Select(fault => fault.Path).ShouldBe(["and[0].nope", "and[1].==[1].neither"]);
        faults[0].Why.ShouldContain("missing_some");
        List<ConditionFault> deep = [];
        Condition.Parse(JsonDocument.Parse(string.Concat(Enumerable.Repeat("[", 60)) + string.Concat(Enumerable.Repeat("]", 60))).RootElement, deep).ShouldBeNull();
        deep.ShouldHaveSingleItem();
    }

    [Fact]
    public void Evaluate_MoreStepsThanAllowed_IsGivenUp()
    {
        var rule = Condition.Parse(JsonDocument.Parse("""{"map":[{"var":"a"},{"map":[{"var":""},{"map":[{"var":""},1]}]}]}""").RootElement, [])!;
        var list = $"[{string.Join(',', Enumerable.Repeat("1", 100))}]";
        var middle = $"[{string.Join(',', Enumerable.Repeat(list, 100))}]";

        Should.Throw<ConditionException>(() => rule.Evaluate(ConditionData.From(JsonDocument.Parse($$"""{"a":[{{string.Join(',', Enumerable.Repeat(middle, 20))}}]}""").RootElement)));
    }

    private static (object? Value, bool Failed) Evaluate(JsonNode one)
    {
        List<ConditionFault> faults = [];
        var rule = Condition.Parse(JsonSerializer.SerializeToElement(one["rule"]), faults);
        try
        {
            return rule is null ? (null, true) : (rule.Evaluate(ConditionData.From(JsonSerializer.SerializeToElement(one["data"]))), false);
        }
        catch (ConditionException)
        {
            return (null, true);
        }
    }

    private static bool Same(object? value, JsonElement reference) => value switch
    {
        null => reference.ValueKind == JsonValueKind.Null,
        bool flag => reference.ValueKind == (flag ? JsonValueKind.True : JsonValueKind.False),
        double number when !double.IsFinite(number) => reference.ValueKind == JsonValueKind.String && reference.GetString() == $"#{(double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity")}",
        double number => reference.ValueKind == JsonValueKind.Number && reference.GetDouble() == number,
        string text => reference.ValueKind == JsonValueKind.String && reference.GetString() == text,
        List<object?> list => reference.ValueKind == JsonValueKind.Array && reference.GetArrayLength() == list.Count && list.Index().All(element => Same(element.Item, reference[element.Index])),
        Dictionary<string, object?> members => reference.ValueKind == JsonValueKind.Object && members.All(member => reference.TryGetProperty(member.Key, out var other) && Same(member.Value, other)),
        _ => reference.ValueKind == JsonValueKind.Null,
    };

    private static object? Speakable(object? value) => value is double number && !double.IsFinite(number) ? number.ToString() : value is List<object?> list ? list.Select(Speakable).ToList() : value;

    private static JsonNode? RandomRule(Random random, int depth)
    {
        if (depth == 0 || random.NextDouble() < 0.2)
        {
            return RandomValue(random);
        }

        string[] operations = ["==", "===", "!=", "!==", ">", ">=", "<", "<=", "!", "!!", "and", "or", "if", "?:", "+", "-", "*", "/", "%", "max", "min", "cat", "in", "merge", "var", "missing", "substr", "filter", "map", "all", "none", "some", "reduce"];
        var operation = operations[random.Next(operations.Length)];
        JsonNode?[] arguments = operation switch
        {
            "var" => [random.Next(4) switch { 0 => "a", 1 => "a.b", 2 => "list.1", _ => "missing" }, .. random.Next(2) == 0 ? new JsonNode?[] { RandomValue(random) } : []],
            "missing" => ["a", "list", "nothing"],
            "filter" or "map" or "all" or "none" or "some" => [new JsonObject { ["var"] = "list" }, RandomInner(random, "")],
            "reduce" => [new JsonObject { ["var"] = "list" }, new JsonObject { ["+"] = new JsonArray(new JsonObject { ["var"] = "current" }, new JsonObject { ["var"] = "accumulator" }) }, RandomValue(random)],
            "substr" => [RandomRule(random, depth - 1), random.Next(-4, 5), .. random.Next(2) == 0 ? new JsonNode?[] { random.Next(-4, 5) } : []],
            "!" or "!!" => [RandomRule(random, depth - 1)],
            _ => [.. Enumerable.Range(0, random.Next(operation is "*" ? 1 : 0, 4)).Select(_ => RandomRule(random, depth - 1))],
        };
        return new JsonObject { [operation] = new JsonArray(arguments) };
    }

    private static JsonObject RandomInner(Random random, string name) =>
        new() { [random.Next(3) switch { 0 => ">", 1 => "==", _ => "+" }] = new JsonArray(new JsonObject { ["var"] = name }, RandomValue(random)) };

    private static JsonNode? RandomValue(Random random) => random.Next(10) switch
    {
        0 => null,
        1 => true,
        2 => false,
        3 => random.Next(-3, 4),
        4 => Math.Round(random.NextDouble() * 10, 2),
        5 => "",
        6 => new[] { "a", "b", "10", "1.5", " 7 ", "1e3", "x1", "true" }[random.Next(8)],
        7 => new JsonArray(),
        8 => new JsonArray(1, "a", null),
        _ => new JsonObject { ["var"] = random.Next(2) == 0 ? "a" : "list" },
    };

    private static JsonObject RandomData(Random random) => new()
    {
        ["a"] = random.Next(4) switch { 0 => null, 1 => random.Next(5), 2 => "text", _ => new JsonObject { ["b"] = RandomPlain(random) } },
        ["list"] = new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => RandomPlain(random))]),
    };

    private static JsonNode? RandomPlain(Random random) => random.Next(6) switch { 0 => null, 1 => true, 2 => "3", 3 => "z", 4 => 0, _ => random.Next(1, 9) };

    private static async Task<JsonElement> ReferenceAsync(string cases)
    {
        var folder = Path.Combine(Repository.Root, "tests", "Decisions.Tests", "Conditions", "js");
        await RunAsync(Requires.Binary("npm"), ["ci", "--loglevel=error"], folder, "");
        return JsonDocument.Parse(await RunAsync(Requires.Binary("node"), ["evaluate.mjs"], folder, cases)).RootElement;
    }

    private static async Task<string> RunAsync(string file, string[] arguments, string folder, string input)
    {
        using var limit = new CancellationTokenSource(Deadline);
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(limit.Token);
        process.ExitCode.ShouldBe(0, await error);
        return await output;
    }
}
