namespace Personalization.Discovery.Recommendations;

/// <summary>Names of slots on the wire.</summary>
public static class SlotNames
{
    public const string Usual = "usual";
    public const string Reminders = "reminders";
    public const string Complementary = "complementary";
    public const string Similar = "similar";
    public const string Trending = "trending";
    public const string Discovery = "discovery";
    public const string Frames = "frames";

    public static IReadOnlyList<string> All { get; } = [Usual, Reminders, Complementary, Similar, Trending, Discovery, Frames];
}
