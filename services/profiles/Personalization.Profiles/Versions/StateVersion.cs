using System.Globalization;
using Personalization.Profiles.Learning;

namespace Personalization.Profiles.Versions;

/// <summary>
/// The opaque version of one shopper's state: `shopper-turns` for what is committed, with `.incarnation.entry` behind it for what only
/// the memory of one host process holds. The shopper's hash lets a merged shopper's versions be told from the target's own.
/// </summary>
/// <param name="Shopper">Hash of the actor id.</param>
/// <param name="Turns">Committed turns.</param>
/// <param name="Incarnation">Of the host process; null when all is committed.</param>
/// <param name="Entry">Newest journal entry contained.</param>
public readonly record struct StateVersion(uint Shopper, long Turns, string? Incarnation = null, long Entry = 0)
{
    public static StateVersion Of(string actorId, long turns) => new(StableHash.Short(actorId), turns);

    public static bool TryParse(string? text, out StateVersion version)
    {
        version = default;
        if (text is null || text.Length > 128)
        {
            return false;
        }

        var parts = text.Split('.');
        var head = parts[0].Split('-');
        if (parts.Length is not (1 or 3)
            || head.Length != 2
            || !uint.TryParse(head[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var shopper)
            || !long.TryParse(head[1], NumberStyles.None, CultureInfo.InvariantCulture, out var turns))
        {
            return false;
        }

        if (parts.Length == 1)
        {
            version = new StateVersion(shopper, turns);
            return true;
        }

        if (parts[1].Length == 0 || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var entry))
        {
            return false;
        }

        version = new StateVersion(shopper, turns, parts[1], entry);
        return true;
    }

    public override string ToString()
    {
        var durable = $"{Shopper:x8}-{Turns.ToString(CultureInfo.InvariantCulture)}";
        return Incarnation is null ? durable : $"{durable}.{Incarnation}.{Entry.ToString(CultureInfo.InvariantCulture)}";
    }
}
