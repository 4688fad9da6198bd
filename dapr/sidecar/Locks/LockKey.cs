using Personalization.Sidecar.Components;

namespace Personalization.Sidecar.Locks;

/// <summary>daprd's keys of locked resources: <c>lock||{prefix}||{resource}</c>.</summary>
internal static class LockKey
{
    /// <summary>The component's field that names the strategy: appid (default), name, none, or any constant.</summary>
    public const string Field = "keyPrefix";

    public const string Separator = "||";

    private const string Start = "lock";

    /// <summary>What stands before each resource of a component, <see cref="Separator"/> at its end included.</summary>
    /// <exception cref="Resources.ResourceException">The constant holds the separator.</exception>
    public static string Prefix(ComponentSettings settings, string appId)
    {
        var strategy = settings.Text(Field);
        if (strategy?.Contains(Separator, StringComparison.Ordinal) == true)
        {
            throw settings.Bad(Field, $"can't contain '{Separator}'");
        }

        var middle = strategy?.ToLowerInvariant() switch
        {
            null or "appid" => appId,
            "name" => settings.Name,
            "none" => "",
            var constant => constant,
        };
        return middle.Length == 0 ? Start + Separator : $"{Start}{Separator}{middle}{Separator}";
    }
}
