namespace Dapr.AspNetCore;

/// <summary>The envelope of one event in a bulk. Bind bulks to <c>BulkSubscribeMessage&lt;BulkMessageModel&lt;T&gt;&gt;</c>.</summary>
public class BulkMessageModel<TValue>
{
    /// <summary>Creates an empty envelope, for the serializer.</summary>
    public BulkMessageModel()
    {
    }

    /// <summary>Creates an envelope.</summary>
    public BulkMessageModel(string id, string source, string type, string specversion, string datacontenttype, TValue data)
    {
        Id = id;
        Source = source;
        Type = type;
        Specversion = specversion;
        Datacontenttype = datacontenttype;
        Data = data;
    }

    /// <summary>The id, by which a repeated delivery is known.</summary>
    public string? Id { get; set; }

    /// <summary>The publisher.</summary>
    public string? Source { get; set; }

    /// <summary>The type of the event.</summary>
    public string? Type { get; set; }

    /// <summary>The version of the CloudEvents specification.</summary>
    public string? Specversion { get; set; }

    /// <summary>The media type of the payload.</summary>
    public string? Datacontenttype { get; set; }

    /// <summary>The payload.</summary>
    public TValue Data { get; set; } = default!;
}
