using System.Globalization;
using System.Text;

namespace Personalization.Load.PublicApi;

/// <summary>
/// Calls to decide, no two alike: the bytes of one call, of which the shopper and a digit or two of each item are written anew before each
/// sending, so that the client spends little on bodies of 10 to 100 KB.
/// </summary>
internal sealed class DecisionRequests
{
    private const int Items = 20;
    private const int Features = 32;
    private const string Unwritten = "00000000";

    private readonly byte[] _request;
    private readonly int _shopper;
    private readonly int[] _digits;
    private readonly Random _random;
    private int _number;

    /// <param name="slots">1: the form for one slot.</param>
    /// <param name="seed">Of the features.</param>
    public DecisionRequests(int slots, int seed)
    {
        _random = new Random(seed);
        var text = new StringBuilder($$"""{"customer_id":"shopper-{{Unwritten}}","context":{"device":"mobile","hour":{{_random.Next(24)}}},""");
        if (slots == 1)
        {
            text.Append("\"slot\":\"hero\",\"available_items\":");
            AppendItems(text, 0);
        }
        else
        {
            text.Append("\"slots\":[");
            for (var slot = 0; slot < slots; slot++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{(slot > 0 ? "," : "")}{{\"name\":\"slot-{slot}\",\"available_items\":");
                AppendItems(text, slot);
                text.Append('}');
            }

            text.Append(']');
        }

        var body = Encoding.UTF8.GetBytes(text.Append('}').ToString());
        _request = Client.Requests.Json("POST", "/api/v1/personalize", body);
        _shopper = _request.AsSpan().IndexOf("shopper-"u8) + "shopper-".Length;
        _digits = [.. Places(_request)];
    }

    public int Bytes => _request.Length;

    /// <summary>The next call; valid until the one after it.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        (_number++).TryFormat(_request.AsSpan(_shopper, Unwritten.Length), out _, "D8", CultureInfo.InvariantCulture);
        foreach (var place in _digits)
        {
            _request[place] = (byte)('0' + _random.Next(10));
        }

        return _request;
    }

    private void AppendItems(StringBuilder text, int slot)
    {
        text.Append('[');
        for (var item = 0; item < Items; item++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(item > 0 ? "," : "")}{{\"id\":\"item-{slot}-{item}\",\"features\":{{");
            for (var feature = 0; feature < Features; feature++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{(feature > 0 ? "," : "")}\"f{feature:00}\":0.{_random.Next(100, 999)}");
            }

            text.Append("}}");
        }

        text.Append(']');
    }

    /// <summary>The first digit behind the point of each item's first feature.</summary>
    private static List<int> Places(ReadOnlySpan<byte> request)
    {
        List<int> places = [];
        for (var at = 0; request[at..].IndexOf("\"f00\":0."u8) is >= 0 and var found; at += found + 1)
        {
            places.Add(at + found + "\"f00\":0.".Length);
        }

        return places;
    }
}
