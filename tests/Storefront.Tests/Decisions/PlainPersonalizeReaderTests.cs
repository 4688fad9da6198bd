using System.Globalization;
using System.Text;
using Personalization.Decisions.Contracts;
using Personalization.Storefront.Decisions;
using Personalization.Storefront.Requests;

namespace Storefront.Tests.Decisions;

/// <summary>The quick reader takes nothing that the strict one refuses, and reads nothing otherwise.</summary>
public sealed class PlainPersonalizeReaderTests
{
    private const int Seed = 20261121;

    [Fact]
    public void Read_BodiesAsShopsSendThem_AreTakenAndReadTheSame()
    {
        var random = new Random(Seed);
        for (var i = 0; i < 2_000; i++)
        {
            Compare(Body(random), $"body {i}, seed {Seed}").ShouldBeTrue();
        }
    }

    [Fact]
    public void Read_BodiesWithSomethingWrong_AreNeverReadOtherwise()
    {
        var random = new Random(Seed);
        var taken = 0;
        for (var i = 0; i < 12_000; i++)
        {
            var body = Encoding.UTF8.GetBytes(Body(random)).ToList();
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                Edit(body, random);
            }

            taken += Compare([.. body], $"body {i}, seed {Seed}") ? 1 : 0;
        }

        taken.ShouldBeGreaterThan(500);
    }

    [Theory]
    [InlineData("""{"customer_id":"u","available_items":["a"],"exclude":["a"]}""")]
    [InlineData("""{"customer_id":"u","available_items":["a","a"]}""")]
    [InlineData("""{"customer_id":"u","customer_id":"v","available_items":["a"]}""")]
    [InlineData("""{"customer_id":"u","available_items":[{"id":"a","features":{"x":01}}]}""")]
    [InlineData("""{"customer_id":"u","available_items":[{"id":"a","features":{"x":1.}}]}""")]
    [InlineData("""{"customer_id":"u","available_items":[{"id":"a","features":{"x":-}}]}""")]
    [InlineData("""{"customer_id":"u","available_items":[{"id":"a","features":{"x":1e}}]}""")]
    [InlineData("""{"customer_id":"u","available_items":[{"id":"a","features":{"x":1e300}}]}""")]
    [InlineData("""{"customer_id":"u","available_items":[{"id":"a","features":{"x":1,}}]}""")]
    [InlineData("""{"customer_id":"u","available_items":["a"],}""")]
    [InlineData("""{"customer_id":"u","available_items":["a"]}x""")]
    [InlineData("""{"customer_id":".","available_items":["a"]}""")]
    [InlineData("""{"customer_id":"u","available_items":["a"],"context":{"x":{"y":1}}}""")]
    [InlineData("""{"customer_id":"u\u0041","available_items":["a"]}""")]
    [InlineData("""{"customer_id":"u"}""")]
    [InlineData("")]
    public void Read_AnythingElse_IsLeftToTheStrictReader(string body) => PlainPersonalizeReader.Read(Encoding.UTF8.GetBytes(body)).ShouldBeNull();

    [Theory]
    [InlineData("-0")]
    [InlineData("-0.0")]
    [InlineData("0.1e1")]
    [InlineData("1E-7")]
    [InlineData("123456789012345.678")]
    [InlineData("0.1234567890123456789")]
    [InlineData("999999999.999999")]
    [InlineData("1000000000000000")]
    public void Read_AnyNumber_MeansWhatItsTextMeans(string number)
    {
        var body = PlainPersonalizeReader.Read(Encoding.UTF8.GetBytes($$$"""{"customer_id":"u","available_items":[{"id":"a","features":{"x":{{{number}}}}}]}"""));
        var (read, meant) = (body!.Slots[0].Items[0].Features![0].Value, double.Parse(number, CultureInfo.InvariantCulture));

        BitConverter.DoubleToInt64Bits(read).ShouldBe(BitConverter.DoubleToInt64Bits(meant));
    }

    private static bool Compare(string body, string what) => Compare(Encoding.UTF8.GetBytes(body), what);

    private static bool Compare(byte[] body, string what)
    {
        if (PlainPersonalizeReader.Read(body) is not { } plain)
        {
            return false;
        }

        var faults = new Faults();
        JsonBody.TryParse(body, faults, out var document).ShouldBeTrue(what);
        using (document)
        {
            var strict = PersonalizeBody.Read(document!.RootElement, faults);
            strict.ShouldNotBeNull($"{what}: {string.Join(' ', faults.ToErrors().Select(error => $"{error.Key} {error.Value[0]}"))}: {Encoding.UTF8.GetString(body)}");
            Text(plain).ShouldBe(Text(strict), what);
        }

        return true;
    }

    private static string Text(PersonalizeBody body)
    {
        var text = new StringBuilder($"{body.CustomerId} {body.IsMany} {body.RequestId} {body.Deferred} {body.AllowRepeats} {body.Digest} {Text(body.Context)}");
        foreach (var slot in body.Slots)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{slot.Name}: {string.Join(", ", slot.Items.Select(item => $"{item.Id} {Text(item.Features)}"))}");
        }

        return text.ToString();
    }

    private static string Text(IReadOnlyList<NamedValue>? features) =>
        features is null ? "none" : string.Join(' ', features.Select(feature => $"{feature.Name}={BitConverter.DoubleToInt64Bits(feature.Value):x}"));

    private static string Body(Random random)
    {
        var space = random.Next(3) == 0 ? " " : "";
        var fields = new List<string> { $"\"customer_id\":{space}{Id(random, random.Next(1_000))}" };
        if (random.Next(2) == 0)
        {
            fields.Add($"\"context\"{space}:{Features(random, space)}");
        }

        if (random.Next(3) == 0)
        {
            fields.Add($"\"request_id\":\"r{random.Next()}\"");
        }

        if (random.Next(3) == 0)
        {
            fields.Add(random.Next(2) == 0 ? "\"deferred\":true" : $"\"allow_repeats\":{space}false");
        }

        if (random.Next(2) == 0)
        {
            fields.Add($"\"slots\":[{string.Join($",{space}", Enumerable.Range(0, random.Next(1, 4)).Select(slot => $"{{\"name\":\"slöt {slot}\",\"available_items\":{Items(random, space)}}}"))}]");
        }
        else
        {
            fields.Add($"\"available_items\":{Items(random, space)}{(random.Next(2) == 0 ? ",\"slot\":\"hero\"" : "")}");
        }

        return $"{{{space}{string.Join($"{space},{space}", fields)}}}{(random.Next(4) == 0 ? "\n" : "")}";
    }

    private static string Items(Random random, string space) =>
        $"[{string.Join($"{space},", Enumerable.Range(0, random.Next(1, 6)).Select(item => random.Next(4) == 0 ? Id(random, item) : random.Next(5) == 0 ? $"{{{space}\"features\":{Features(random, space)},\"id\":{Id(random, item)}}}" : $"{{\"id\":{Id(random, item)},\"features\":{Features(random, space)}}}"))}]";

    private static string Id(Random random, int number) => random.Next(3) switch
    {
        0 => number.ToString(CultureInfo.InvariantCulture),
        1 => $"\"ité-{number}\"",
        _ => $"\"item {number}\"",
    };

    private static string Features(Random random, string space) =>
        $"{{{space}{string.Join($",{space}", Enumerable.Range(0, random.Next(6)).Select(feature => $"\"{(random.Next(9) == 0 ? "größe" : $"f{feature}")}\":{space}{Value(random)}"))}{space}}}";

    private static string Value(Random random) => random.Next(10) switch
    {
        0 => "true",
        1 => "false",
        2 => "null",
        3 => $"\"w{random.Next(3)}\"",
        4 => (random.NextDouble() * Math.Pow(10, random.Next(-9, 12))).ToString("R", CultureInfo.InvariantCulture),
        5 => random.Next(-5, 5).ToString(CultureInfo.InvariantCulture),
        _ => $"{(random.Next(4) == 0 ? "-" : "")}{random.Next(3)}.{random.Next(1_000):000}",
    };

    /// <summary>A byte more, less or other, mostly one that JSON knows, or a piece twice.</summary>
    private static void Edit(List<byte> body, Random random)
    {
        const string marks = "{}[]\",:.-+eE0123456789 \n\ttruefalsn\\/ux";
        var at = random.Next(body.Count);
        var other = random.Next(12) == 0 ? (byte)random.Next(256) : (byte)marks[random.Next(marks.Length)];
        switch (random.Next(4))
        {
            case 0:
                body.Insert(at, other);
                break;
            case 1 when body.Count > 1:
                body.RemoveAt(at);
                break;
            case 2:
                body[at] = other;
                break;
            default:
                body.InsertRange(random.Next(body.Count), body.GetRange(at, Math.Min(random.Next(1, 24), body.Count - at)));
                break;
        }
    }
}
