namespace Personalization.Sidecar.Resources;

/// <summary>
/// Building blocks of Dapr that are not here. Their components are no fault of an app's folder: as under <c>daprd</c> the app starts, and who calls the block
/// is told that it is unimplemented.
/// </summary>
internal static class AbsentBlocks
{
    private static readonly string[] Prefixes = ["crypto.", "conversation.", "middleware."];

    /// <summary>Whether components of the type belong to such a block.</summary>
    public static bool Has(string type) => Array.Exists(Prefixes, prefix => type.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
