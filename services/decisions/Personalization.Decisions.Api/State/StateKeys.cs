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

    /// <summary>The version of every set of definitions.</summary>
    public const string Definitions = "definitions";

    public static string DefinitionSet(string kind, string store) => $"definitions:{kind}:{store}";

    /// <summary>One version of one definition.</summary>
    public static string Definition(string kind, string store, string id, long version, Guid writer) =>
        string.Create(CultureInfo.InvariantCulture, $"definition:{kind}:{store}:{KeyText.Encode(id)}:{version}:{writer:N}");

    /// <summary>How often capped items were shown to one shopper.</summary>
    public static string ShownTo(string store, string subject) => $"shown-to:{store}:{KeyText.Encode(subject)}";

    /// <summary>How often they were shown in the store, under one rule and in one window.</summary>
    public static string Shown(string store, string owner) => $"shown:{store}:{KeyText.Encode(owner)}";

    /// <summary>What shoppers did with a piece of content.</summary>
    public static string Content(string store, string id) => $"content:{store}:{KeyText.Encode(id)}";

    /// <summary>A piece of the list of what a slot's model learned.</summary>
    public static string Learned(string store, string slot, long chunk) => string.Create(CultureInfo.InvariantCulture, $"learned:{store}:{KeyText.Encode(slot)}:{chunk}");

    public static string Model(string store, string slot) => $"model:{store}:{KeyText.Encode(slot)}";
}
