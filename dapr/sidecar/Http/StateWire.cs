using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Sidecar.Http;

/// <summary>An item of a save, or the <c>request</c> of a transaction's operation.</summary>
internal sealed record StateItem
{
    public string? Key { get; init; }

    public JsonElement Value { get; init; }

    public string? Etag { get; init; }

    public Dictionary<string, string>? Metadata { get; init; }

    public StateItemOptions? Options { get; init; }
}

/// <summary>How an item is to be written.</summary>
internal sealed record StateItemOptions
{
    public string? Concurrency { get; init; }

    public string? Consistency { get; init; }
}

/// <summary>The body of a bulk get.</summary>
internal sealed record StateBulkGet
{
    public List<string>? Keys { get; init; }

    /// <summary>Accepted; a local store reads faster one by one.</summary>
    public int? Parallelism { get; init; }

    public Dictionary<string, string>? Metadata { get; init; }
}

/// <summary>The body of a transaction.</summary>
internal sealed record StateTransaction
{
    public List<StateTransactionOperation>? Operations { get; init; }

    public Dictionary<string, string>? Metadata { get; init; }
}

/// <summary>One operation of a transaction.</summary>
internal sealed record StateTransactionOperation
{
    public string? Operation { get; init; }

    public StateItem? Request { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(List<StateItem>))]
[JsonSerializable(typeof(StateBulkGet))]
[JsonSerializable(typeof(StateTransaction))]
internal sealed partial class StateJson : JsonSerializerContext;
