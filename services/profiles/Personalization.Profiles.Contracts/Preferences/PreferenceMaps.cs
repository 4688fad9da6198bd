using System.Collections.ObjectModel;

namespace Personalization.Profiles.Contracts;

/// <summary>One number for each category, attribute and brand by name.</summary>
public sealed record PreferenceMaps<T>
{
    public IReadOnlyDictionary<string, T> Categories { get => field ?? ReadOnlyDictionary<string, T>.Empty; init; } = ReadOnlyDictionary<string, T>.Empty;

    public IReadOnlyDictionary<string, T> Attributes { get => field ?? ReadOnlyDictionary<string, T>.Empty; init; } = ReadOnlyDictionary<string, T>.Empty;

    public IReadOnlyDictionary<string, T> Brands { get => field ?? ReadOnlyDictionary<string, T>.Empty; init; } = ReadOnlyDictionary<string, T>.Empty;
}
