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
