using System.Text.Json;
using Personalization.Sidecar.Cel;

namespace Personalization.Sidecar.Tests.Cel;

/// <summary>Whatever is written as a rule, it is refused or it has a value or it has none; nothing else happens.</summary>
[Trait("req", "R8.4")]
public sealed class CelHostileTests
{
    private const int Seed = 20_260_101;
    private const int Texts = 30_000;

    private static readonly string[] Parts =
    [
        "event", ".", "data", "type", "[", "]", "(", ")", "{", "}", ",", ":", "?", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "!", "+", "-", "*", "/", "%", " in ", "has(", "size(", "matches(",
        ".startsWith(", ".exists(x, ", ".map(x, ", ".all(x, ", "x", "true", "false", "null", "0", "1", "9223372036854775808", "-9223372036854775808", "18446744073709551615u", "1.5", "1e309", "0x", "0xFF",
        "'a'", "\"b\"", "r'\\d'", "'\\", "'''", "\\u12", "b'x'", "😀", "\u0000", "\n", " ", "//", "e", ".5", "int(", "double(", "string(",
    ];

    [Fact]
    public void ParseAndEvaluate_RandomTexts_EndInOneOfThreeWays()
    {
        var random = new Random(Seed);
        using var document = JsonDocument.Parse("""{"type":"a","data":{"n":1,"list":[1,"x",null,{"a":[]}],"text":"aaaaaaaaaaaaaaaaaaaaaaaa!"}}""");
        var (refused, valued, without) = (0, 0, 0);
        for (var i = 0; i < Texts; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => Parts[random.Next(Parts.Length)]));
            try
            {
                CelExpression.Parse(text, "event").Evaluate(CelJson.Value(document.RootElement));
                valued++;
            }
            catch (CelSyntaxException)
            {
                refused++;
            }
            catch (CelEvaluationException)
            {
                without++;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {Seed}, text {i}: {text}", e);
            }
        }

        refused.ShouldBeGreaterThan(0);
        valued.ShouldBeGreaterThan(0);
        without.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("event.data.text.matches('(a+)+$')")]
    [InlineData("event.data.text.matches('(a|a)*b')")]
    public void Matches_PatternThatBacktracksForEver_IsQuick(string expression)
    {
        var text = new string('a', 100_000) + "!";
        using var document = JsonDocument.Parse("""{"data":{"text":"TEXT"}}""".Replace("TEXT", text, StringComparison.Ordinal));

        CelExpression.Parse(expression, "event").Test(CelJson.Value(document.RootElement)).ShouldBeFalse();
    }
}
