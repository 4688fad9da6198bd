using System.Globalization;
using Personalization.Abstractions.Identity;

namespace Personalization.Decisions.Api.State;

/// <summary>The names of the keys in `decisions-state`, all in one place: they are data and never renamed.</summary>
internal static class StateKeys
{
    /// <summary>The parts of the log, one a process that ever wrote.</summary>
    public const string Lanes = "lanes";

    public static string Lane(string lane) => $"lane:{lane}";

    /// <summary>The calls of one write, or those a late reward belongs to.</summary>
    public static string Page(string lane, long number) => $"log:{lane}:{number.ToString(CultureInfo.InvariantCulture)}";

    public static string Call(string store, string id) => $"call:{store}:{KeyText.Encode(id)}";

    public static string Outcome(string store, string id) => $"outcome:{store}:{KeyText.Encode(id)}";

    public static string Model(string store, string slot) => $"model:{store}:{KeyText.Encode(slot)}";
}
