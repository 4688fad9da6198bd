using System.Collections.Concurrent;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.State;

/// <summary>kill -9 while many write: what was answered 204 is there afterwards, and no transaction is there by half.</summary>
public sealed class SuddenDeathTests : IDisposable
{
    private const int Writers = 16;
    private const int AcknowledgedBeforeKill = 300;

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Save_KilledWhileWriting_KeepsWhatItAcknowledged()
    {
        _folder.Write("resources/store.yaml", Yaml.SqliteStore.Replace("{folder}", _folder.Path, StringComparison.Ordinal));
        string[] arguments = ["run", "--app-id", "app", "--dapr-http-port", "0", "--dapr-grpc-port", "0", "--resources-path", Path.Combine(_folder.Path, "resources")];
        var saved = new ConcurrentBag<string>();
        var attempted = new ConcurrentBag<string>();
        await using (var first = SidecarProcess.Start(arguments))
        {
            using var client = await first.ClientAsync();
            var writers = Enumerable.Range(0, Writers).Select(i => WriteUntilItDiesAsync(client, i, attempted, saved)).ToArray();
            await Eventually.TrueAsync(() => saved.Count >= AcknowledgedBeforeKill);
            await first.KillAsync();
            await Task.WhenAll(writers);
        }

        await using var second = SidecarProcess.Start(arguments);
        using var reader = await second.ClientAsync();

        foreach (var key in saved)
        {
            (await reader.GetStringAsync(new Uri($"/v1.0/state/store/{key}-a", UriKind.Relative), Token)).ShouldBe($"\"{key}\"", "acknowledged");
        }

        foreach (var key in attempted)
        {
            var a = await reader.GetStringAsync(new Uri($"/v1.0/state/store/{key}-a", UriKind.Relative), Token);
            var b = await reader.GetStringAsync(new Uri($"/v1.0/state/store/{key}-b", UriKind.Relative), Token);
            a.ShouldBe(b, "a transaction is whole or absent");
        }
    }

    private static async Task WriteUntilItDiesAsync(HttpClient client, int writer, ConcurrentBag<string> attempted, ConcurrentBag<string> saved)
    {
        for (var i = 0; ; i++)
        {
            var key = $"{writer}-{i}";
            attempted.Add(key);
            var body = $$$"""
                {"operations":[{"operation":"upsert","request":{"key":"{{{key}}}-a","value":"{{{key}}}"}},{"operation":"upsert","request":{"key":"{{{key}}}-b","value":"{{{key}}}"}}]}
                """;
            try
            {
                using var answer = await client.PostAsync(new Uri("/v1.0/state/store/transaction", UriKind.Relative), TestSidecar.Json(body), Token);
                answer.IsSuccessStatusCode.ShouldBeTrue();
                saved.Add(key);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }
}
