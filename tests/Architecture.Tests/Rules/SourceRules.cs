using System.Text.RegularExpressions;
using Personalization.Architecture.Tests.Model;

namespace Personalization.Architecture.Tests.Rules;

/// <summary>Rules read off the source text.</summary>
public static partial class SourceRules
{
    /// <summary>Who may call whom on a request's path, by app-id constants; everything else is events.</summary>
    private static readonly Dictionary<string, string[]> AllowedCalls = new()
    {
        ["storefront"] = ["Storefront", "Profiles", "Discovery", "Decisions", "Analytics"],
        ["profiles"] = ["Profiles"],
        ["discovery"] = ["Discovery"],
        ["decisions"] = ["Decisions"],
        ["analytics"] = ["Analytics"],
    };

    /// <summary>A service names only the app-ids it may call, and its own.</summary>
    public static IEnumerable<string> OnlyListedCalls(IEnumerable<SourceFile> sources) =>
        from file in sources
        let parts = file.Path.Split('/')
        where parts[0] == "services" && AllowedCalls.ContainsKey(parts[1])
        from Match match in AppIdUse().Matches(file.Text)
        let called = match.Groups[1].Value
        where !AllowedCalls[parts[1]].Contains(called)
        select $"{file.Path} names AppIds.{called}, which {parts[1]} may not call";

    /// <summary>Every subscription names a dead-letter topic.</summary>
    public static IEnumerable<string> SubscriptionsHaveDeadLetters(IEnumerable<SourceFile> sources) =>
        from file in sources
        where file.Path.StartsWith("services/", StringComparison.Ordinal)
        from fault in Subscription().Matches(file.Text)
            .Where(match => !match.Value.Contains("DeadLetterTopic", StringComparison.Ordinal))
            .Select(match => $"{file.Path} subscribes without a dead-letter topic: {match.Value.ReplaceLineEndings(" ")}")
        select fault;

    /// <summary>No service opens a Dapr endpoint by hand: the SDK does, so that its official twin can stand in.</summary>
    public static IEnumerable<string> NoHandMadeSidecarCalls(IEnumerable<SourceFile> sources) =>
        from file in sources
        where file.Path.StartsWith("services/", StringComparison.Ordinal)
        from Match match in SidecarPath().Matches(file.Text)
        select $"{file.Path} calls the sidecar by hand: {match.Value}";

    [GeneratedRegex(@"AppIds\.(\w+)")]
    private static partial Regex AppIdUse();

    [GeneratedRegex(@"new TopicOptions\s*\{[^}]*\}|\.WithTopic\((?!new TopicOptions)[^)]*\)|\[Topic\([^\]]*\)\]", RegexOptions.Singleline)]
    private static partial Regex Subscription();

    [GeneratedRegex(@"""[^""\n]*/v1\.0(-alpha1)?/(invoke|state|publish|actors|bindings|secrets|configuration|workflows)[^""\n]*""")]
    private static partial Regex SidecarPath();
}
