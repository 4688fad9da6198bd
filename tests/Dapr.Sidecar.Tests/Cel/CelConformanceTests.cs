using System.Text.Json;
using Personalization.Sidecar.Cel;

namespace Personalization.Sidecar.Tests.Cel;

/// <summary>What expressions are worth, as the language's definition and cel-go (which daprd evaluates rules with) say.</summary>
[Trait("req", "R10.2")]
public sealed class CelConformanceTests
{
    private const string Event = """
        {
          "id": "A-1", "type": "com.shop.order.placed", "source": "shop", "datacontenttype": "application/json", "my-header": "x",
          "data": {
            "amount": 12.5, "count": 3, "priority": "high", "paid": true, "nothing": null, "text": "Grüße 😀", "tags": ["a", "b"], "empty": {},
            "customer": {"tier": "gold", "age": 42}, "lines": [{"sku": "s1", "qty": 1}, {"sku": "s2", "qty": 5}]
          }
        }
        """;

    [Theory]
    // Fields
    [InlineData("event.type == 'com.shop.order.placed'")]
    [InlineData("event.type == \"com.shop.order.placed\"")]
    [InlineData("event['type'] == 'com.shop.order.placed'")]
    [InlineData("event[\"my-header\"] == 'x'")]
    [InlineData("event.data.customer.tier == 'gold'")]
    [InlineData("event.data[\"customer\"].tier != 'silver'")]
    [InlineData("event.data.lines[1].sku == 's2'")]
    [InlineData("event.data.nothing == null")]
    [InlineData("event.data.paid")]
    [InlineData("event.data.paid == true && !(event.data.paid == false)")]
    // Numbers: every number of an event is a double; it compares with whole numbers by worth
    [InlineData("event.data.count == 3")]
    [InlineData("event.data.count == 3u && event.data.count == 3.0")]
    [InlineData("event.data.amount > 12 && event.data.amount < 13 && event.data.amount >= 12.5 && event.data.amount <= 12.5")]
    [InlineData("3 < 4u && -1 < 0u && 5u > 4 && 2.5 > 2 && 2 < 2.5")]
    [InlineData("9223372036854775807 < 9223372036854775808u && -9223372036854775808 < 0")]
    [InlineData("9007199254740993 != 9007199254740992.0")]
    [InlineData("0x1F == 31 && 1e3 == 1000.0 && .5 == 0.5 && 1.5E-1 == 0.15")]
    [InlineData("1 + 2 * 3 == 7 && (1 + 2) * 3 == 9 && 7 / 2 == 3 && -7 / 2 == -3 && 7 % 3 == 1 && -7 % 3 == -1")]
    [InlineData("1.0 / 2.0 == 0.5 && 5u - 3u == 2u")]
    [InlineData("-event.data.amount == -12.5")]
    // Texts
    [InlineData("event.type.startsWith('com.shop.')")]
    [InlineData("event.type.endsWith('placed') && event.type.contains('order')")]
    [InlineData("event.type.matches('^com\\\\.shop\\\\.[a-z.]+$')")]
    [InlineData("event.type.matches('order') && !event.type.matches('^order')")]
    [InlineData("matches(event.type, r'order\\.placed')")]
    [InlineData("'abc' < 'abd' && 'Z' < 'a' && '😀' > '€'")]
    [InlineData("'a' + 'b' == \"ab\" && size('Grüße 😀') == 7 && event.data.text.size() == 7")]
    [InlineData("'\\x41\\u00e9\\U0001F600\\101\\n\\t\\'' == \"Aé😀A\\n\\t'\"")]
    [InlineData("r'\\n' == '\\\\n' && '''it's \"so\"''' == 'it\\'s \"so\"'")]
    // Logic: a side that decides makes up for one that has no value
    [InlineData("true || event.data.missing == 1")]
    [InlineData("event.data.missing == 1 || true")]
    [InlineData("!(false && event.data.missing == 1) && !(event.data.missing == 1 && false)")]
    [InlineData("event.data.paid ? event.data.count == 3 : event.data.missing == 1")]
    [InlineData("false ? 1 == 2 : true ? 1 == 1 : 1 == 3")]
    [InlineData("false || true && true")]
    [InlineData("!false && !!true")]
    // has
    [InlineData("has(event.data.amount) && !has(event.data.missing) && has(event.data.nothing)")]
    [InlineData("has(event.data.customer.tier) && !has(event.data.empty.tier)")]
    [InlineData("has(event.data.missing) ? event.data.missing == 1 : event.data.count == 3")]
    // Lists and maps
    [InlineData("event.data.priority in ['high', 'urgent']")]
    [InlineData("!('c' in event.data.tags) && 'a' in event.data.tags")]
    [InlineData("event.data.count in [1, 2, 3]")]
    [InlineData("'tier' in event.data.customer && !('name' in event.data.customer)")]
    [InlineData("event.data.tags == ['a', 'b'] && [1, 2.0, 3u] == [1, 2, 3] && [] != [1]")]
    [InlineData("{'a': 1, 'b': [2]} == {'b': [2.0], 'a': 1} && {'a': 1}.a == 1 && {1: 'x'}[1] == 'x' && {true: 1}[true] == 1")]
    [InlineData("size(event.data.tags) == 2 && event.data.tags.size() == 2 && size({}) == 0 && size([1,]) == 1")]
    [InlineData("[1, 2] + [3] == [1, 2, 3] && ['x', 'y'][1] == 'y'")]
    [InlineData("event.data.customer == {'tier': 'gold', 'age': 42}")]
    // Macros
    [InlineData("event.data.lines.exists(l, l.qty > 4) && !event.data.lines.all(l, l.qty > 4)")]
    [InlineData("event.data.lines.exists_one(l, l.sku == 's1') && event.data.lines.map(l, l.sku) == ['s1', 's2']")]
    [InlineData("size(event.data.lines.filter(l, l.qty == event.data.lines[0].qty)) == 1")]
    [InlineData("event.data.customer.exists(k, k == 'tier') && event.data.tags.all(t, event.data.lines.exists(l, l.sku != t))")]
    // Conversions
    [InlineData("int(event.data.count) + 1 == 4 && int('7') == 7 && int(2.9) == 2 && uint(3) == 3u")]
    [InlineData("double('1.5') == 1.5 && string(3) == '3' && string(true) == 'true' && bool('true') && dyn(1) == 1")]
    // Values of different kinds are unequal, not an error
    [InlineData("event.data.count != '3' && event.data.priority != 1 && event.data.tags != 'a' && event.data.nothing != 0")]
    [InlineData("true // a remark\n && true")]
    public void Evaluate_TrueByTheDefinition_IsTrue(string expression) => Evaluate(expression).ShouldBe(true);

    [Theory]
    [InlineData("event.type == 'other'")]
    [InlineData("event.data.count == 4")]
    [InlineData("event.data.amount < 12")]
    [InlineData("'B' in event.data.tags")]
    [InlineData("event.type.startsWith('Com')")]
    [InlineData("0.0 / 0.0 == 0.0 / 0.0")]
    [InlineData("0.0 / 0.0 < 1.0 || 0.0 / 0.0 >= 1.0")]
    public void Evaluate_FalseByTheDefinition_IsFalse(string expression) => Evaluate(expression).ShouldBe(false);

    [Theory]
    [InlineData("event.data.missing == 1", "no such key: missing")]
    [InlineData("event.data.missing.more == 1", "no such key: missing")]
    [InlineData("has(event.data.missing.more)", "no such key: missing")]
    [InlineData("false || event.data.missing == 1", "no such key: missing")]
    [InlineData("event.type.name == 'x'", "no such overload")]
    [InlineData("event.data.count < 'a'", "no such overload: _<_(double, string)")]
    [InlineData("event.data.count && true", "no such overload: _&&_(double)")]
    [InlineData("!event.data.count", "no such overload")]
    [InlineData("event.data.count + 1 == 4", "no such overload: _+_(double, int)")]
    [InlineData("event.data.tags[2] == 'c'", "index 2 is outside")]
    [InlineData("event.data.tags[-1] == 'c'", "index -1 is outside")]
    [InlineData("1 / 0 == 1", "division by zero")]
    [InlineData("1 % 0 == 1", "modulus by zero")]
    [InlineData("9223372036854775807 + 1 > 0", "overflow")]
    [InlineData("-(-9223372036854775808) > 0", "overflow")]
    [InlineData("event.data.count.startsWith('3')", "no such overload: startsWith(double, string)")]
    [InlineData("size(3) == 1", "no such overload: size(int)")]
    [InlineData("event.data.count in 3", "no such overload: @in(double, int)")]
    [InlineData("{'a': 1, 'a': 2} == {}", "one key twice")]
    [InlineData("event.data.count ? true : false", "no such overload")]
    [InlineData("'x' == 'x' && event.type.matches(event.data.text + '(')", "no regular expression")]
    [InlineData("event.type", "was not a boolean")]
    public void Evaluate_NoValue_SaysWhy(string expression, string reason) =>
        Should.Throw<CelEvaluationException>(() => Evaluate(expression)).Message.ShouldContain(reason);

    [Theory]
    [InlineData("", 1, 1, "a value is expected, not the end")]
    [InlineData("event.type = 'x'", 1, 12, "use '=='")]
    [InlineData("event.type == 'x' & true", 1, 19, "use '&&'")]
    [InlineData("event.type == 'x", 1, 15, "has no '")]
    [InlineData("event.type == ", 1, 15, "a value is expected")]
    [InlineData("event.\n  type ==\n  )", 3, 3, "a value is expected, not ')'")]
    [InlineData("(event.type == 'x'", 1, 19, "')' is expected, not the end")]
    [InlineData("event.type == 'x' 'y'", 1, 19, "an operator or the end is expected")]
    [InlineData("type == 'x'", 1, 1, "there is no variable 'type'; there is 'event'")]
    [InlineData("event.data.x.exists(i, j > 1)", 1, 24, "there is no variable 'j'")]
    [InlineData("event.type.beginsWith('x')", 1, 12, "there is no method 'beginsWith'")]
    [InlineData("length(event.type)", 1, 1, "there is no function 'length'")]
    [InlineData("startsWith(event.type, 'x')", 1, 1, "there is no function 'startsWith'")]
    [InlineData("event.type.startsWith()", 1, 12, "takes 1 argument, not 0")]
    [InlineData("has(event)", 1, 1, "has() takes a field")]
    [InlineData("event.type.matches('(')", 1, 12, "no regular expression")]
    [InlineData("event.type.matches('(a)\\\\1')", 1, 12, "no regular expression")]
    [InlineData("'\\q' == 'q'", 1, 2, "escape")]
    [InlineData("9223372036854775808 > 0", 1, 1, "no whole number of 64 bits")]
    [InlineData("99999999999999999999 > 0", 1, 1, "no whole number of 64 bits")]
    [InlineData("b'x' == b'x'", 1, 1, "bytes are not supported")]
    [InlineData("event.type == 'x' § 1", 1, 19, "'§' does not belong here")]
    [InlineData("while == 1", 1, 1, "reserved word")]
    public void Parse_WrongText_SaysWhereAndWhy(string text, int line, int column, string reason)
    {
        var error = Should.Throw<CelSyntaxException>(() => CelExpression.Parse(text, "event"));

        (error.Line, error.Column).ShouldBe((line, column));
        error.Reason.ShouldContain(reason);
    }

    [Fact]
    public void Parse_DeepOrLongText_IsRefused()
    {
        Should.Throw<CelSyntaxException>(() => CelExpression.Parse(new string('(', 10_000) + "1", "event"));
        Should.Throw<CelSyntaxException>(() => CelExpression.Parse(new string('!', 5_000) + "true", "event"));
        Should.Throw<CelSyntaxException>(() => CelExpression.Parse("'" + new string('x', 10_000) + "' == ''", "event"));
    }

    [Fact]
    public void Evaluate_MacrosInMacros_EndWithinTheirBudget()
    {
        using var many = JsonDocument.Parse($"[{string.Join(',', Enumerable.Range(0, 2_000))}]");
        var expression = CelExpression.Parse("event.all(a, event.all(b, event.all(c, a >= 0.0)))", "event");

        Should.Throw<CelEvaluationException>(() => expression.Test(CelJson.Value(many.RootElement))).Message.ShouldContain("steps");
    }

    private static bool Evaluate(string expression)
    {
        using var document = JsonDocument.Parse(Event);
        return CelExpression.Parse(expression, "event").Test(CelJson.Value(document.RootElement));
    }
}
