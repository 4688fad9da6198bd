using System.ComponentModel;
using Personalization.Local.CommandLine;
using Personalization.Local.Logs;

namespace Personalization.Local.Building;

/// <summary>Builds the web page of the storefront when its sources changed. Without npm the API still starts.</summary>
internal sealed class WebBuild(BuildTool tool, LauncherConsole console, LocalOptions options)
{
    private string Folder => Path.Combine(options.Root, "services", "storefront", "web");

    public async Task RunAsync(ServiceLog log, CancellationToken cancellation)
    {
        if (!options.Build || !File.Exists(Path.Combine(Folder, "package.json")))
        {
            return;
        }

        var artifacts = Path.Combine(options.Root, "artifacts");
        Directory.CreateDirectory(artifacts);
        await using var turn = await BuildTurn.TakeAsync(Path.Combine(artifacts, "local-web.lock"), console, cancellation).ConfigureAwait(false);
        var packages = new BuildStamp(Path.Combine(artifacts, "local-web-packages.stamp"));
        var page = new BuildStamp(Path.Combine(artifacts, "local-web.stamp"));
        var packagesNow = SourceFingerprint.Compute([Path.Combine(Folder, "package.json"), Path.Combine(Folder, "package-lock.json")], "", _ => true);
        var pageNow = SourceFingerprint.Compute([Folder], "", _ => true);
        if (page.Matches(pageNow) && Directory.Exists(Path.Combine(Folder, "dist")))
        {
            return;
        }

        console.Line("building the web page ...");
        try
        {
            if (!packages.Matches(packagesNow) || !Directory.Exists(Path.Combine(Folder, "node_modules")))
            {
                await tool.RunAsync("npm ci", "npm", ["ci", "--no-audit", "--no-fund", "--prefer-offline"], Folder, log, cancellation).ConfigureAwait(false);
                packages.Set(packagesNow);
            }

            await tool.RunAsync("web build", "npm", ["run", "build"], Folder, log, cancellation).ConfigureAwait(false);
            page.Set(pageNow);
        }
        catch (Win32Exception)
        {
            console.Warning("npm is not installed: the API starts without its web page");
        }
    }
}
