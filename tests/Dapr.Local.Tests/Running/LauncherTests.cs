using System.Diagnostics;
using Personalization.Testing;

namespace Personalization.Local.Tests.Running;

public sealed class LauncherTests
{
    private const int SigKill = 9;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Start_TwoServices_AnnouncesItselfAndGivesEachServiceItsEnvironment()
    {
        using var folder = new TestFolder();
        using var run = new LauncherRun(folder);

        var url = await run.ReadyAsync();

        run.Lines.First().ShouldStartWith("personalization: starting");
        url.Host.ShouldBe("127.0.0.1");
        var front = await run.EnvironmentOfAsync("front");
        front["APP_ID"].ShouldBe("front");
        front["PUBLIC_PORT"].ShouldBe($"{url.Port}");
        front["DATA_DIR"].ShouldStartWith(folder.Data);
        var back = await run.EnvironmentOfAsync("back");
        back["COLOUR"].ShouldBe("green");
        back.ContainsKey("PUBLIC_PORT").ShouldBeFalse();
        back["DAPR_HTTP_PORT"].ShouldNotBe(front["DAPR_HTTP_PORT"]);
    }

    [Fact]
    [Trait("req", "R7.7")]
    public async Task Start_TokensOfSidecarAndApps_AreMintedAnewAndGivenToAllAndWrittenNowhere()
    {
        using var folder = new TestFolder();
        string[] firstTokens;
        using (var first = new LauncherRun(folder))
        {
            await first.ReadyAsync();
            firstTokens = Tokens(await first.EnvironmentOfAsync("front"));
            Tokens(await first.EnvironmentOfAsync("back")).ShouldBe(firstTokens);
            Tokens(await first.EnvironmentOfSidecarAsync("back")).ShouldBe(firstTokens);
            Directory.EnumerateFiles(folder.Data, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock").ShouldAllBe(file => !firstTokens.Any(File.ReadAllText(file).Contains));
            first.Terminate();
            await first.ExitAsync();
        }

        using var second = new LauncherRun(folder, new Dictionary<string, string> { ["DAPR_API_TOKEN"] = "chosen-by-a-developer" });
        await second.ReadyAsync();
        var tokens = Tokens(await second.EnvironmentOfAsync("front"));

        firstTokens.ShouldAllBe(token => token.Length >= 32);
        firstTokens[0].ShouldNotBe(firstTokens[1]);
        tokens[0].ShouldBe("chosen-by-a-developer");
        tokens[1].ShouldNotBe(firstTokens[1]);

        static string[] Tokens(IReadOnlyDictionary<string, string> environment) => [environment["DAPR_API_TOKEN"], environment["APP_API_TOKEN"]];
    }

    [Fact]
    [Trait("req", "R10.6")]
    public async Task Start_Replicas_EachHasItsOwnPortsAndTheFirstThePublicOne()
    {
        using var folder = new TestFolder();
        using var run = new LauncherRun(folder, "--replicas", "front=2,back=2");

        var url = await run.ReadyAsync();

        var (first, second) = (await run.EnvironmentOfAsync("front"), await run.EnvironmentOfAsync("front-2"));
        second["APP_ID"].ShouldBe("front");
        first["PUBLIC_PORT"].ShouldBe($"{url.Port}");
        foreach (var name in (string[])["APP_PORT", "DAPR_HTTP_PORT", "METRICS_PORT", "PUBLIC_PORT", "DATA_DIR"])
        {
            second[name].ShouldNotBe(first[name], name);
        }

        (await run.ProcessOfAsync("back-2")).ShouldNotBe(await run.ProcessOfAsync("back"));
    }

    [Theory]
    [InlineData("nobody=2", "no nobody in")]
    [InlineData("front=0", "--replicas front=0")]
    [InlineData("front", "--replicas front")]
    public async Task Start_ReplicasOfNothing_SaysWhy(string replicas, string reason)
    {
        using var folder = new TestFolder();
        using var run = new LauncherRun(folder, "--replicas", replicas);

        (await run.ExitAsync()).ShouldBe(1);

        run.Output.ShouldContain(reason);
    }

    [Fact]
    public async Task Terminate_RunningSystem_StopsEverythingWithinFiveSeconds()
    {
        using var folder = new TestFolder();
        using var run = new LauncherRun(folder);
        await run.ReadyAsync();
        run.Children().ShouldNotBeEmpty();
        var machine = new MachineShare();
        var watch = Stopwatch.StartNew();

        run.Terminate();

        (await run.ExitAsync()).ShouldBe(0);
        await LauncherRun.UntilAsync(() => run.Children().Count == 0, "no process is left");
        (watch.Elapsed < StopLimit || machine.OfOthers >= MachineShare.Disturbing).ShouldBeTrue($"{watch.Elapsed} on a machine that nobody else used");
    }

    [Fact]
    public async Task KillHard_RunningSystem_LeavesNoProcessBehind()
    {
        using var folder = new TestFolder();
        using var run = new LauncherRun(folder);
        await run.ReadyAsync();
        run.Children().Count.ShouldBeGreaterThanOrEqualTo(3);

        run.KillHard();

        await LauncherRun.UntilAsync(() => run.Children().Count == 0, "no process is left");
    }

    [Fact]
    public async Task KillHard_TheDotnetRunAboveIt_LeavesNoProcessBehind()
    {
        using var folder = new TestFolder();
        using var run = LauncherRun.ByDotnetRun(folder);
        await run.ReadyAsync();
        run.Children().Count.ShouldBeGreaterThanOrEqualTo(4);

        run.KillHard();

        await LauncherRun.UntilAsync(() => run.Children().Count == 0, "no process is left");
    }

    [Fact]
    public async Task KillService_RunningSystem_StartsItAgainOnTheSamePort()
    {
        using var folder = new TestFolder();
        using var run = new LauncherRun(folder);
        await run.ReadyAsync();
        var before = await run.ProcessOfAsync("back");

        LauncherRun.Signal(before, SigKill);

        await run.LineAsync(line => line.Contains("back ended killed (SIGKILL)", StringComparison.Ordinal));
        var after = await AnswersAgainAsync(run, "back");
        after.ShouldNotBe(before);
    }

    [Fact]
    public async Task Start_AfterAnEarlierRun_KeepsThePorts()
    {
        using var folder = new TestFolder();
        var portsFile = Path.Combine(folder.Data, "run", "ports.json");
        using (var first = new LauncherRun(folder))
        {
            await first.ReadyAsync();
            first.Terminate();
            await first.ExitAsync();
        }

        var before = await File.ReadAllTextAsync(portsFile, TestContext.Current.CancellationToken);
        using var second = new LauncherRun(folder);
        await second.ReadyAsync();

        (await File.ReadAllTextAsync(portsFile, TestContext.Current.CancellationToken)).ShouldBe(before);
    }

    [Fact]
    public async Task Start_SameDataFolderTwice_RefusesTheSecond()
    {
        using var folder = new TestFolder();
        using var first = new LauncherRun(folder);
        await first.ReadyAsync();
        using var second = new LauncherRun(folder);

        (await second.ExitAsync()).ShouldBe(1);

        second.Output.ShouldContain("in use by another launcher");
        (await first.ProcessOfAsync("back")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Start_TwoDataFolders_RunSideBySide()
    {
        using var folder = new TestFolder();
        using var other = new TestFolder();
        using var first = new LauncherRun(folder);
        using var second = new LauncherRun(other);

        var urls = await Task.WhenAll(first.ReadyAsync(), second.ReadyAsync());

        urls[0].ShouldNotBe(urls[1]);
        second.Terminate();
        await second.ExitAsync();
        (await first.ProcessOfAsync("front")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Start_PublicPortTaken_SaysWhatToDo()
    {
        using var folder = new TestFolder();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        using var run = new LauncherRun(folder, "--port", $"{port}");

        (await run.ExitAsync()).ShouldBe(1);

        run.Output.ShouldContain($"Port {port} on 127.0.0.1 is taken");
        run.Output.ShouldContain("--port");
    }

    [Fact]
    public async Task Start_SidecarRefusesItsConfiguration_EndsWithItsReason()
    {
        using var folder = new TestFolder();
        var refusal = new Dictionary<string, string> { ["FAKE_SIDECAR_REFUSES"] = "pubsub.yaml(7,3): spec.type: unknown" };
        using var run = new LauncherRun(folder, refusal);

        (await run.ExitAsync()).ShouldBe(1);

        run.Output.ShouldContain("pubsub.yaml(7,3): spec.type: unknown");
        await LauncherRun.UntilAsync(() => run.Children().Count == 0, "no process is left");
    }

    [Fact]
    public async Task Start_Reset_EmptiesTheDataFolder()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(Path.Combine(folder.Data, "run"));
        await File.WriteAllTextAsync(Path.Combine(folder.Data, "run", "lock"), "", TestContext.Current.CancellationToken);
        var old = Path.Combine(folder.Data, "profiles-state.db");
        await File.WriteAllTextAsync(old, "old", TestContext.Current.CancellationToken);
        using var run = new LauncherRun(folder, "--reset");

        await run.ReadyAsync();

        File.Exists(old).ShouldBeFalse();
    }

    [Fact]
    public async Task Start_ResetOfAForeignFolder_Refuses()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.Data);
        var foreign = Path.Combine(folder.Data, "thesis.txt");
        await File.WriteAllTextAsync(foreign, "mine", TestContext.Current.CancellationToken);
        using var run = new LauncherRun(folder, "--reset");

        (await run.ExitAsync()).ShouldBe(1);

        File.Exists(foreign).ShouldBeTrue();
    }

    private static async Task<int> AnswersAgainAsync(LauncherRun run, string service)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await run.ProcessOfAsync(service);
            }
            catch (HttpRequestException) when (watch.Elapsed < TimeSpan.FromMinutes(2))
            {
                await Task.Delay(50);
            }
        }
    }
}
