using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Serialization;
using Personalization.Analytics.Counts;
using Personalization.Analytics.Exports;
using Personalization.Analytics.RawActions;

namespace Personalization.Analytics;

/// <summary>Source-generated JSON of this service: snake_case, nulls left out.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = new[] { typeof(UtcTimeConverter) },
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProductColumns))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(EventCounts))]
[JsonSerializable(typeof(ExportManifest))]
[JsonSerializable(typeof(ExportStatus))]
public sealed partial class AnalyticsJson : JsonSerializerContext;
