namespace Personalization.Discovery.Api.Imports;

/// <summary>Values of an import's `state`.</summary>
internal static class ImportStates
{
    public const string Receiving = "receiving";

    public const string Running = "running";

    public const string Publishing = "publishing";

    public const string Done = "done";

    public const string Failed = "failed";

    public static bool IsFinal(string state) => state is Done or Failed;
}
