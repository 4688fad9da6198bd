using System.Collections.ObjectModel;

namespace Personalization.Decisions.Contracts;

/// <summary>What became of a <see cref="DefinitionChange"/>.</summary>
public sealed record DefinitionReply
{
    /// <summary>What stands now; null where nothing does.</summary>
    public DefinitionVersion? Current { get; init; }

    /// <summary>Another version stands than was expected: nothing was changed.</summary>
    public bool Conflict { get; init; }

    /// <summary>There is none to delete.</summary>
    public bool Missing { get; init; }

    /// <summary>By path: why it was refused, all at once. Nothing was changed then.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get => field ?? ReadOnlyDictionary<string, string[]>.Empty; init; } = ReadOnlyDictionary<string, string[]>.Empty;

    /// <summary>Of a validation: what it would change.</summary>
    public IReadOnlyList<DefinitionDifference>? Changes { get; init; }

    /// <summary>Of a validation with a trial: what the definitions in force make of its items.</summary>
    public IReadOnlyList<TriedItem>? Before { get; init; }

    /// <summary>The same with the definition put.</summary>
    public IReadOnlyList<TriedItem>? After { get; init; }
}
