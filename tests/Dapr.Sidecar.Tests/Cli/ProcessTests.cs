using System.Net;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Cli;

/// <summary>The executable as its callers see it: lines, exit codes.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_Template_ServesEveryAppAndStopsOnRequest()
    {
        var file = _folder.Write("dapr.yaml", "version: 1\napps:\n- {appID: one, appDirPath: .}\n- {appID: two, appDirPath: .}\n");
        await using var process = SidecarProcess.Start("run", "-f", file);
        using var client = await process.ClientAsync();
        await process.InitializedAsync();
        await Eventually.TrueAsync(() => process.Output.Split("dapr initialized. Status: Running.").Length == 3);

        using var metadata = await client.GetAsync(new Uri("/v1.0/metadata", UriKind.Relative), TestContext.Current.CancellationToken);

        metadata.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Run_BadResource_ExitsWithItsLine()
    {
        _folder.Write("r/bad.yaml", "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: s}\nspec: {type: state.mongodb}\n");
        await using var process = SidecarProcess.Start("run", "--app-id", "a", "--dapr-http-port", "0", "--dapr-grpc-port", "0", "-d", Path.Combine(_folder.Path, "r"));

        (await process.ExitAsync()).ShouldBe(1);
        process.Output.ShouldContain("bad.yaml:4: spec.type:");
        process.Output.ShouldContain("real daprd");
    }

    [Fact]
    public async Task Run_WithACommand_StartsTheAppThatStopEnds()
    {
        var home = new Dictionary<string, string> { ["XDG_DATA_HOME"] = _folder.Path };
        await using var run = SidecarProcess.Start(
            home, "run", "--app-id", "shop app", "--", "/bin/sh", "-c", "trap 'echo farewell; exit 0' TERM; echo id=$APP_ID http=$DAPR_HTTP_PORT flag=$1; while :; do sleep 0.1; done", "sh", "--", "x");
        using var client = await run.ClientAsync();
        await run.InitializedAsync();
        await Eventually.TrueAsync(() => run.Output.Contains($"== APP == id=shop app http={client.BaseAddress!.Port} flag=--", StringComparison.Ordinal));
        run.Output.ShouldContain("You're up and running! Both Dapr and your app logs will appear here.");

        await using var list = SidecarProcess.Start(home, "list");
        (await list.ExitAsync()).ShouldBe(0);
        await Eventually.TrueAsync(() => list.Output.Contains($"shop app  {client.BaseAddress!.Port}", StringComparison.Ordinal));
        await using var stop = SidecarProcess.Start(home, "stop", "--app-id", "shop app");

        (await stop.ExitAsync()).ShouldBe(0);
        await Eventually.TrueAsync(() => stop.Output.Contains("app stopped successfully: shop app", StringComparison.Ordinal));
        (await run.ExitAsync()).ShouldBe(0);
        await Eventually.TrueAsync(() => run.Output.Contains("== APP == farewell", StringComparison.Ordinal));
        await using var again = SidecarProcess.Start(home, "stop", "--app-id", "shop app");
        (await again.ExitAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Run_AppEnds_EndsWithItsCode()
    {
        await using var run = SidecarProcess.Start(new Dictionary<string, string> { ["XDG_DATA_HOME"] = _folder.Path }, "run", "--app-id", "a", "--", "/bin/sh", "-c", "exit 7");

        (await run.ExitAsync()).ShouldBe(7);
    }

    [Fact]
    public async Task Run_NoSuchProgram_IsRefused()
    {
        await using var run = SidecarProcess.Start(new Dictionary<string, string> { ["XDG_DATA_HOME"] = _folder.Path }, "run", "--app-id", "a", "--", "/no/such/program");

        (await run.ExitAsync()).ShouldBe(1);
        await Eventually.TrueAsync(() => run.Output.Contains("'/no/such/program' cannot be started", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Validate_StrictWithUnknownField_ExitsWithOne()
    {
        _folder.Write("r/a.yaml", "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: s}\nspec: {type: state.in-memory, typo: 1}\n");
        await using var lenient = SidecarProcess.Start("validate", "--resources-path", Path.Combine(_folder.Path, "r"));
        await using var strict = SidecarProcess.Start("validate", "--resources-path", Path.Combine(_folder.Path, "r"), "--strict");

        (await lenient.ExitAsync()).ShouldBe(0);
        (await strict.ExitAsync()).ShouldBe(1);
        await Eventually.TrueAsync(() => strict.Output.Contains("error: ", StringComparison.Ordinal));
        strict.Output.ShouldContain("spec.typo: unknown field");
    }
}
