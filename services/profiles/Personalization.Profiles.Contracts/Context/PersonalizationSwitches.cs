namespace Personalization.Profiles.Contracts;

/// <summary>The shopper's switches (R2.5). Off stops use, not learning. Defaults: all on.</summary>
public sealed record PersonalizationSwitches
{
    public bool Enabled { get; init; } = true;

    /// <summary>By <see cref="FeatureNames"/>; every feature is present.</summary>
    public IReadOnlyDictionary<string, bool> Features { get => field ?? FeatureNames.AllOn; init; } = FeatureNames.AllOn;

    public bool IsOn(string feature) => Enabled && (!Features.TryGetValue(feature, out var on) || on);
}
