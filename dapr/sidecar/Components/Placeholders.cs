namespace Personalization.Sidecar.Components;

/// <summary>The placeholders daprd replaces in component metadata.</summary>
internal static class Placeholders
{
    public static string Expand(string value, ComponentContext context)
    {
        if (!value.Contains('{'))
        {
            return value;
        }

        value = value.Replace("{appID}", context.AppId, StringComparison.Ordinal)
            .Replace("{namespace}", context.Namespace, StringComparison.Ordinal)
            .Replace("{podName}", Environment.MachineName, StringComparison.Ordinal);
        return value.Contains("{uuid}", StringComparison.Ordinal)
            ? value.Replace("{uuid}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
            : value;
    }
}
