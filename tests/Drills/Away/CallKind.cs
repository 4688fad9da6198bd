namespace Personalization.Drills.Away;

/// <summary>What the load asks for.</summary>
public enum CallKind
{
    Track,
    Search,
    Suggest,
    Preferences,
    Decide,
}
