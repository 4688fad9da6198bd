using System.Net;
using Personalization.Local.Definition;
using Personalization.Local.Running;

namespace Personalization.Local.Readiness;

/// <summary>Waits until the started processes can do their job, or says which of them cannot.</summary>
internal sealed class SystemReadiness(HttpClient http, TimeProvider clock, TimeSpan timeout, RunningSystem system)
{
    private readonly ReadinessProbe _probe = new(http, clock);

    /// <summary>Every sidecar serves its API and every service lives.</summary>
    public async Task WaitForProcessesAsync(IReadOnlyList<Replica> replicas, CancellationToken stop)
    {
        var checks = replicas.SelectMany(replica => (IEnumerable<(string, Uri, Version)>)
        [
            ($"the sidecar of {replica.Name}", Local(replica.Ports.DaprHttp, "/v1.0/healthz/outbound"), HttpVersion.Version11),
            (replica.Name, Local(replica.Ports.App, "/healthz"), replica.Service.AppProtocol == ServiceDefinition.H2c ? HttpVersion.Version20 : HttpVersion.Version11),
        ]);
        await WaitForAllAsync(checks, stop).ConfigureAwait(false);
        system.SidecarIsReady();
    }

    /// <summary>A personalized search works on the public port.</summary>
    public Task WaitForSearchAsync(Uri publicUrl, CancellationToken stop) =>
        WaitForAllAsync([("the storefront's /readyz", new Uri(publicUrl, "/readyz"), HttpVersion.Version11)], stop);

    private static Uri Local(int port, string path) => new($"http://127.0.0.1:{port}{path}");

    private async Task WaitForAllAsync(IEnumerable<(string Name, Uri Url, Version Version)> checks, CancellationToken stop)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var deadline = clock.GetUtcNow() + timeout;
        var answers = Task.WhenAll(checks.Select(async check => (check.Name, Answer: await _probe.WaitAsync(check.Url, check.Version, deadline, waiting.Token).ConfigureAwait(false))));
        if (await Task.WhenAny(answers, system.Failed).ConfigureAwait(false) != answers)
        {
            await waiting.CancelAsync().ConfigureAwait(false);
            throw new LauncherException(await system.Failed.ConfigureAwait(false));
        }

        var missing = (await answers.ConfigureAwait(false)).Where(check => check.Answer is not null).Select(check => $"{check.Name} {check.Answer}").ToList();
        if (missing.Count > 0)
        {
            throw new LauncherException($"Not ready after {timeout.TotalSeconds:0} s: {string.Join("; ", missing)}. The logs say more.");
        }
    }
}
