using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Personalization.Load.Measures;

namespace Personalization.Load.Running;

/// <summary>What was asked for on the command line.</summary>
public sealed record LoadArguments
{
    private const int DefaultSeconds = 5;
    private const int DefaultRounds = 3;

    public static string Usage { get; } = string.Join(
        Environment.NewLine,
        $"usage: Load <{string.Join(" | ", MeasureCatalogue.Names)} ... | all> [--seconds N] [--rounds N] [--scale N] [--sidecar DLL] [--shop DIR]",
        $"  --seconds N    length of each timed part; default {DefaultSeconds}",
        $"  --rounds N     times that yardstick and measure are run, in alternating order; the median counts; default {DefaultRounds}",
        "  --scale N      long drills do an N-th of what they should; default 1",
        "  --sidecar DLL  the sidecar to measure; default: this checkout's",
        "  --shop DIR     data folder of the shop that the public API is measured with, made when it is not there and kept; default: made for each run",
        "The shop is made of the data sets under PERSONALIZATION_DATA, else ../shared/data beside the repository.");

    public required IReadOnlyList<IMeasure> Measures { get; init; }

    /// <summary>Length of each timed part.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(DefaultSeconds);

    /// <summary>How often yardstick and measure are run.</summary>
    public int Rounds { get; init; } = DefaultRounds;

    /// <summary>Long drills do this part of what they should.</summary>
    public int Scale { get; init; } = 1;

    /// <summary>Path of the sidecar's program.</summary>
    public string Sidecar { get; init; } = Path.Combine(AppContext.BaseDirectory, "Personalization.Sidecar.dll");

    /// <summary>Data folder of the shop; null: one that is gone after the run.</summary>
    public string? Shop { get; init; }

    /// <param name="args">As typed.</param>
    /// <param name="arguments">What they say.</param>
    /// <param name="problem">Why they say nothing.</param>
    public static bool TryParse(IReadOnlyList<string> args, [NotNullWhen(true)] out LoadArguments? arguments, [NotNullWhen(false)] out string? problem)
    {
        arguments = null;
        List<string> names = [];
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var place = 0; place < args.Count; place++)
        {
            if (!args[place].StartsWith("--", StringComparison.Ordinal))
            {
                names.Add(args[place]);
            }
            else if (args[place] is not ("--seconds" or "--rounds" or "--scale" or "--sidecar" or "--shop"))
            {
                problem = $"there is no option {args[place]}";
                return false;
            }
            else if (place + 1 == args.Count)
            {
                problem = $"{args[place]} needs a value";
                return false;
            }
            else
            {
                options[args[place]] = args[++place];
            }
        }

        if (!TryNumber(options, "--seconds", DefaultSeconds, out var seconds, out problem)
            || !TryNumber(options, "--rounds", DefaultRounds, out var rounds, out problem)
            || !TryNumber(options, "--scale", 1, out var scale, out problem)
            || !MeasureCatalogue.TryFind(names, out var measures, out problem))
        {
            return false;
        }

        arguments = new LoadArguments { Measures = measures, Duration = TimeSpan.FromSeconds(seconds), Rounds = rounds, Scale = scale };
        if (options.TryGetValue("--shop", out var shop))
        {
            arguments = arguments with { Shop = Path.GetFullPath(shop) };
        }

        if (options.TryGetValue("--sidecar", out var sidecar))
        {
            arguments = arguments with { Sidecar = Path.GetFullPath(sidecar) };
        }

        return true;
    }

    private static bool TryNumber(Dictionary<string, string> options, string name, int standard, out int number, [NotNullWhen(false)] out string? problem)
    {
        number = standard;
        problem = options.TryGetValue(name, out var text) && !(int.TryParse(text, CultureInfo.InvariantCulture, out number) && number > 0)
            ? $"{name} needs a whole number above zero, not '{text}'"
            : null;
        return problem is null;
    }
}
