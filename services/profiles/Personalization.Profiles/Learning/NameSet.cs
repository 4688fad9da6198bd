using System.Collections.Immutable;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.State;

namespace Personalization.Profiles.Learning;

/// <summary>The names that a product's facts carried when it was taught, as hashes: enough to take a signal back from where it went.</summary>
/// <param name="Hashes">Of kind and name, in order of the facts.</param>
/// <param name="Attributed">The facts had attributes: the signal counts in the whole that a diet has a share of.</param>
public sealed record NameSet(ImmutableArray<uint> Hashes, bool Attributed)
{
    public static NameSet None { get; } = new([], Attributed: false);

    public static NameSet Of(ProductFacts? facts) => facts is null
        ? None
        : new NameSet([.. LearningTurn.NamesOf(facts).Select(name => Hash(name.Kind, name.Name))], facts.Attributes.Count > 0);

    /// <summary>It is stored: never changed.</summary>
    public static uint Hash(FeatureKind kind, string name) => StableHash.Short((char)('0' + (int)kind), name);

    public bool IsSame(NameSet other) => Attributed == other.Attributed && Hashes.AsSpan().SequenceEqual(other.Hashes.AsSpan());
}
