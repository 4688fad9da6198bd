using System.Net.Mime;
using System.Text.Json.Serialization;

namespace Dapr;

/// <summary>A CloudEvent with its data. Publishing one sends it as it is instead of letting the sidecar wrap the data.</summary>
/// <param name="data">The payload of the event.</param>
public class CloudEvent<TData>(TData data) : CloudEvent
{
    /// <summary>The payload of the event.</summary>
    public TData Data { get; } = data;

    /// <summary>The media type of the payload, always JSON.</summary>
    [JsonPropertyName("datacontenttype")]
    public string DataContentType { get; } = MediaTypeNames.Application.Json;
}
