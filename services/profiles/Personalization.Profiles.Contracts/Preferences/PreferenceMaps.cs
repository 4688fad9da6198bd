using System.Collections.ObjectModel;

namespace Personalization.Profiles.Contracts;

/// <summary>One number for each category, attribute and brand by name.</summary>
public sealed record PreferenceMaps<T>
{
    public IReadOnlyDictionary<string, T> Categories { get; init; } = ReadOnlyDictionary<string, T>.Empty;

    public IReadOnlyDictionary<string, T> Attributes { get; init; } = ReadOnlyDictionary<string, T>.Empty;

    public IReadOnlyDictionary<string, T> Brands { get; init; } = ReadOnlyDictionary<string, T>.Empty;
}
