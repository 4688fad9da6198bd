using System.Globalization;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Api.Http;

/// <summary>The known parameters of a query; unknown ones are ignored.</summary>
internal readonly struct QueryFields(IQueryCollection query, Faults faults)
{
    public bool Has(string name) => query.ContainsKey(name);

    public string? Text(string name, int maxLength = JsonFields.MaxText)
    {
        if (!query.TryGetValue(name, out var values))
        {
            return null;
        }

        var text = values[0] ?? "";
        var fault = values.Count > 1 ? "is given twice; send it once" : TextLength.Fault(text, maxLength);
        if (fault is not null)
        {
            faults.Add("", name, fault);
        }

        return fault is null ? text : null;
    }

    public string? Id(string name)
    {
        var id = Text(name);
        var fault = id is null ? null : IdText.Fault(id);
        if (fault is not null)
        {
            faults.Add("", name, fault);
        }

        return fault is null ? id : null;
    }

    public int? Whole(string name, int min, int max)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        faults.Add("", name, $"is no whole number in range; send one from {min} to {max}");
        return null;
    }

    public bool? Flag(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (bool.TryParse(text, out var flag))
        {
            return flag;
        }

        faults.Add("", name, "is neither true nor false; send one of them");
        return null;
    }

    /// <summary>A time; unlike the time of an event it may lie ahead, as the end of a range does.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (TimeText.TryParseEither(text, out var time))
        {
            return time;
        }

        faults.Add("", name, TimeText.NoTime);
        return null;
    }
}
