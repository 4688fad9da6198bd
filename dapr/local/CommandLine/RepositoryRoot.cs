namespace Personalization.Local.CommandLine;

/// <summary>Finds the checkout this launcher was built in, wherever it is called from.</summary>
internal static class RepositoryRoot
{
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Personalization.sln")))
            {
                return folder.FullName;
            }
        }

        throw new LauncherException($"No Personalization.sln above '{AppContext.BaseDirectory}': run the launcher inside its repository.");
    }
}
