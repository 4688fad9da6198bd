namespace Personalization.Testing;

/// <summary>The checkout the tests run from.</summary>
public static class Repository
{
    /// <summary>The folder of Personalization.sln.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Personalization.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Personalization.sln above '{AppContext.BaseDirectory}'.");
    }
}
