using System.Collections.ObjectModel;
using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Api.Definitions;

/// <summary>One set of definitions: which version of each stands. What a version says is in a key of its own, which never changes.</summary>
internal sealed record DefinitionManifest
{
    public long Version { get; init; }

    /// <summary>By id; deleted ones stay, so that their versions go on.</summary>
    public IReadOnlyDictionary<string, DefinitionEntry> Entries { get => field ?? ReadOnlyDictionary<string, DefinitionEntry>.Empty; init; } = ReadOnlyDictionary<string, DefinitionEntry>.Empty;

    /// <summary>The newest changes, the newest first, without what they say.</summary>
    public IReadOnlyList<DefinitionVersion> Recent { get => field ?? []; init; } = [];
}
