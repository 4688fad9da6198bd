namespace Personalization.Local.Building;

/// <summary>Remembers for which fingerprint something was built last. It lies in `artifacts/`, so removing that builds anew.</summary>
internal sealed class BuildStamp(string path)
{
    public bool Matches(string fingerprint) => File.Exists(path) && File.ReadAllText(path) == fingerprint;

    public void Set(string fingerprint)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, fingerprint);
    }
}
