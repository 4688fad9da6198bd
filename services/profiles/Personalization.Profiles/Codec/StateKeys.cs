using System.Globalization;

namespace Personalization.Profiles.Codec;

/// <summary>The keys of one shopper's state. They are stored: never renamed.</summary>
public static class StateKeys
{
    /// <summary>The keys below that lie together, as <see cref="KeyPack"/> says; written by every turn that changes something.</summary>
    public const string Shopper = "shopper";

    /// <summary>Head and strongest preferences, at most 1 KB.</summary>
    public const string Preferences = "preferences";

    /// <summary>Preferences that do not fit into <see cref="Preferences"/>.</summary>
    public const string Interests = "interests";

    /// <summary>Scores of single products, and the recent ones.</summary>
    public const string Products = "products";

    public const string Orders = "orders";

    /// <summary>Times on page, and products viewed but never bought.</summary>
    public const string Traces = "traces";

    public const string Lists = "lists";

    public const string Sessions = "sessions";

    public const string Cart = "cart";

    public const string Switches = "switches";

    /// <summary>Idempotency keys of the last day.</summary>
    public const string Keys = "keys";

    public const string Merges = "merges";

    /// <summary>Finished events on their way out.</summary>
    public const string Outbox = "outbox";

    private const string SeenPrefix = "seen-";

    /// <summary>Keys a read needs, beside <see cref="Preferences"/>.</summary>
    public static IReadOnlyList<string> OfReads { get; } = [Interests, Products, Orders, Switches, Merges];

    /// <summary>Keys a turn needs in addition, beside the chunks of seen ids.</summary>
    public static IReadOnlyList<string> OfTurns { get; } = [Traces, Lists, Sessions, Cart, Keys];

    /// <summary>One chunk of seen event ids.</summary>
    public static string Seen(int chunk) => SeenPrefix + chunk.ToString(CultureInfo.InvariantCulture);

    internal static bool IsSeen(string key) => key.StartsWith(SeenPrefix, StringComparison.Ordinal);
}
