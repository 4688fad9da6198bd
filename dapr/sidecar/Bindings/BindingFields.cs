using Personalization.Sidecar.Components;

namespace Personalization.Sidecar.Bindings;

/// <summary>The metadata fields that every binding has.</summary>
internal static class BindingFields
{
    /// <summary><c>input</c>, <c>output</c> or both, separated by a comma; absent: both, and the app is asked whether it wants the input.</summary>
    public const string Direction = "direction";

    /// <summary>The app's path for input; default: the component's name.</summary>
    public const string Route = "route";

    private const string Input = "input";
    private const string Output = "output";

    public static IReadOnlyCollection<string> All { get; } = [Direction, Route];

    /// <summary>The app may invoke it.</summary>
    public static bool IsOutput(this ComponentSettings settings) => Directions(settings) is not { } directions || directions.Contains(Output, StringComparer.Ordinal);

    /// <summary>It may call the app.</summary>
    public static bool IsInput(this ComponentSettings settings) => Directions(settings) is not { } directions || directions.Contains(Input, StringComparer.Ordinal);

    /// <summary>It calls the app without asking first.</summary>
    public static bool IsInputWithoutAsking(this ComponentSettings settings) => Directions(settings)?.Contains(Input, StringComparer.Ordinal) == true;

    /// <summary>The app's path, with one slash at its start.</summary>
    public static string Path(this ComponentSettings settings) => "/" + (settings.Text(Route) ?? settings.Name).TrimStart('/');

    /// <exception cref="Resources.ResourceException">A direction is neither input nor output.</exception>
    public static void Check(ComponentSettings settings)
    {
        if (Directions(settings)?.FirstOrDefault(direction => direction is not (Input or Output)) is { } wrong)
        {
            throw settings.Bad(Direction, $"'{wrong}' is neither {Input} nor {Output}");
        }
    }

    private static string[]? Directions(ComponentSettings settings) =>
        settings.Text(Direction)?.ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries);
}
