using System.Text.Json;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Decisions;

/// <summary>`percent` of a body: the share of decisions that a promoted policy makes.</summary>
public static class PercentBody
{
    private const int Percent = 0;

    private static readonly FieldNames Names = new("percent");

    /// <param name="body">The body.</param>
    /// <param name="otherwise">Where it is left out; null: it may not be.</param>
    /// <param name="faults">Takes the faults.</param>
    public static int Read(JsonElement body, int? otherwise, Faults faults)
    {
        if (faults.Any || !JsonText.Check(body, "", faults) || JsonFields.Open(body, Names, "", faults) is not { } fields)
        {
            return 0;
        }

        if (!fields.Has(Percent) && otherwise is null)
        {
            fields.Fault(Percent, "is missing; send a whole number from 1 to 100");
        }

        return fields.Whole(Percent, 1, 100) ?? otherwise ?? 0;
    }
}
