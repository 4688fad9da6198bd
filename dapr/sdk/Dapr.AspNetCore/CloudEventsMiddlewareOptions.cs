namespace Dapr;

/// <summary>How CloudEvents are unwrapped.</summary>
public class CloudEventsMiddlewareOptions
{
    /// <summary>Hands on a text payload as the JSON string it came as, instead of as text.</summary>
    public bool SuppressJsonDecodingOfTextPayloads { get; set; }

    /// <summary>Hands on the attributes as headers <c>Cloudevent.{name}</c>.</summary>
    public bool ForwardCloudEventPropertiesAsHeaders { get; set; }

    /// <summary>The only attributes that are handed on; wins over the excluded ones.</summary>
    public string[]? IncludedCloudEventPropertiesAsHeaders { get; set; }

    /// <summary>The attributes that are not handed on.</summary>
    public string[]? ExcludedCloudEventPropertiesFromHeaders { get; set; }
}
