namespace Personalization.Discovery.Api.State;

/// <param name="Value">Null when there is none.</param>
/// <param name="ETag">Of the value; empty when there is none.</param>
internal readonly record struct Stored<T>(T? Value, string ETag)
    where T : class;
