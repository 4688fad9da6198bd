namespace Personalization.Profiles.State;

/// <summary>What a learned name names.</summary>
public enum FeatureKind
{
    Category,
    Attribute,
    Brand,
}
