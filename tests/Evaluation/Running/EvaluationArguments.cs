using System.Diagnostics.CodeAnalysis;
using Personalization.Evaluation.Protocols;

namespace Personalization.Evaluation.Running;

/// <summary>What was asked for on the command line.</summary>
public sealed record EvaluationArguments
{
    public static string Usage { get; } =
        $"usage: Evaluation <{string.Join(" | ", ProtocolCatalogue.Ids)} ... | all> [--data DIR] [--dump DIR]{Environment.NewLine}"
        + "  --data DIR   folder of the data sets; default: PERSONALIZATION_DATA, else ../shared/data beside the repository"
        + Environment.NewLine + "  --dump DIR   write the ranked answers there, one JSON line a case, for the independent judge";

    public required IReadOnlyList<IProtocol> Protocols { get; init; }

    /// <summary>Folder of the data sets; it may not exist.</summary>
    public required string Data { get; init; }

    /// <summary>Folder for the answers; null: they are not written.</summary>
    public string? Dump { get; init; }

    /// <summary>Missing data is a failure, not a remark (REQUIRE_ALL=1).</summary>
    public bool RequireAll { get; init; }

    /// <param name="args">As typed.</param>
    /// <param name="environment">Looks a variable up.</param>
    /// <param name="arguments">What they say.</param>
    /// <param name="problem">Why they say nothing.</param>
    public static bool TryParse(IReadOnlyList<string> args, Func<string, string?> environment, [NotNullWhen(true)] out EvaluationArguments? arguments, [NotNullWhen(false)] out string? problem)
    {
        arguments = null;
        List<string> ids = [];
        string? data = null, dump = null;
        for (var place = 0; place < args.Count; place++)
        {
            if (args[place] is not ("--data" or "--dump"))
            {
                ids.Add(args[place]);
            }
            else if (place + 1 == args.Count)
            {
                problem = $"{args[place]} needs a folder";
                return false;
            }
            else if (args[place] == "--data")
            {
                data = args[++place];
            }
            else
            {
                dump = args[++place];
            }
        }

        if (!ProtocolCatalogue.TryFind(ids, out var protocols, out problem))
        {
            return false;
        }

        arguments = new EvaluationArguments
        {
            Protocols = protocols,
            Data = data ?? environment("PERSONALIZATION_DATA") ?? DefaultData(),
            Dump = dump,
            RequireAll = environment("REQUIRE_ALL") == "1",
        };
        return true;
    }

    private static string DefaultData()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Personalization.sln")))
        {
            folder = folder.Parent;
        }

        return Path.GetFullPath(Path.Combine(folder?.FullName ?? ".", "..", "shared", "data"));
    }
}
