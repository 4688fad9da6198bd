using System.Text.Json.Serialization.Metadata;

namespace Personalization.Decisions.Api.State;

/// <summary>
/// The service's own state: JSON values by key, with ETags. It lists no keys. A store that is away is a <see cref="StateUnavailableException"/>;
/// a value that changed meanwhile is an outcome.
/// </summary>
internal interface IDecisionsState
{
    /// <summary>The value and its ETag; null and the empty one where there is none.</summary>
    Task<(T? Value, string ETag)> GetAsync<T>(string key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class;

    /// <summary>The same of several keys, in their order.</summary>
    Task<IReadOnlyList<(T? Value, string ETag)>> GetManyAsync<T>(IReadOnlyList<string> keys, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class;

    /// <summary>
    /// All or none. False when an ETag no longer stands, or when the store does not say why it refused. Without an answer (false, or the exception) all
    /// may stand nevertheless: only reading says.
    /// </summary>
    /// <exception cref="StateUnavailableException">No answer came.</exception>
    Task<bool> TryCommitAsync(IReadOnlyList<StateWrite> writes, CancellationToken cancellationToken);
}
