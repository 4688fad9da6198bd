using System.Text.Json;
using Personalization.Abstractions.Identity;
using Personalization.Decisions.Contracts;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Decisions;

/// <summary>The body of `POST /api/v1/policies/{id}/evaluate`: settings to judge; what is left out is as it is in force.</summary>
public static class EvaluateBody
{
    private const int MostDimensions = 4_096;

    private const int MostFeatures = 63;

    private const int Algorithm = 0, Epsilon = 1, Alpha = 2, Dimensions = 3, Features = 4, Ridge = 5, Confidence = 6;

    private static readonly FieldNames Names = new("algorithm", "epsilon", "alpha", "dimensions", "features", "ridge", "confidence");

    private static readonly string[] Algorithms = ["epsilon_greedy", "linucb", "thompson"];

    /// <summary>Null when a fault was noted.</summary>
    public static EvaluateRequest? Read(JsonElement body, StoreId store, string slot, Faults faults)
    {
        if (!JsonText.Check(body, "", faults) || JsonFields.Open(body, Names, "", faults) is not { } fields)
        {
            return null;
        }

        var algorithm = fields.Text(Algorithm);
        if (algorithm is not null && !Algorithms.Contains(algorithm, StringComparer.Ordinal))
        {
            fields.Fault(Algorithm, $"is unknown; send one of {string.Join(", ", Algorithms)}");
        }

        var features = fields.Has(Features) ? fields.Texts(Features, MostFeatures) : null;
        if (features is not null && features.Distinct(StringComparer.Ordinal).Count() < features.Count)
        {
            fields.Fault(Features, "holds a name twice; send each once");
        }

        var read = new EvaluateRequest
        {
            StoreId = store.Value,
            Slot = slot,
            Algorithm = algorithm,
            Epsilon = (double?)fields.Number(Epsilon, 0, 1),
            Alpha = (double?)fields.Number(Alpha, 0, 100),
            Dimensions = fields.Whole(Dimensions, 2, MostDimensions),
            Features = features,
            Ridge = (double?)fields.Number(Ridge, 0.000001m, 1_000_000),
            Confidence = (double?)fields.Number(Confidence, 0.5m, 0.9999m),
        };
        return faults.Any ? null : read;
    }
}
