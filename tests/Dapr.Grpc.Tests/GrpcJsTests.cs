using System.Diagnostics;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Personalization.Grpc.Client;
using Personalization.Grpc.Tests.Support;

namespace Personalization.Grpc.Tests;

/// <summary>The two sides against gRPC's own implementation for Node.</summary>
[Trait("req", "R10.1")]
public sealed class GrpcJsTests
{
    private const int Cases = 12;

    private static readonly Lazy<Task<string>> Folder = new(InstallAsync);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_GrpcJsCalls_EveryCaseHolds()
    {
        var folder = await Folder.Value;
        await using var server = await EchoServer.StartAsync();

        var output = await Child.OutputAsync(Requires.Binary("node"), ["client.mjs", server.Address.Authority], folder);

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Where(line => !line.StartsWith("ok ", StringComparison.Ordinal)).ShouldBeEmpty();
        lines.Length.ShouldBe(Cases);
    }

    [Fact]
    public async Task Client_GrpcJsServes_EveryKindOfCallHolds()
    {
        var folder = await Folder.Value;
        using var node = Process.Start(new ProcessStartInfo(Requires.Binary("node"), ["server.mjs"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var line = await node.StandardOutput.ReadLineAsync(Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Stop);
            var port = int.Parse(line!["PORT ".Length..], CultureInfo.InvariantCulture);
            using var channel = new GrpcChannel(new Uri($"http://127.0.0.1:{port}"));

            (await channel.CallAsync(EchoMethods.Unary, Text("Grüße"), cancellationToken: Stop)).Value.ShouldBe("Grüße");
            (await AllAsync(channel.StreamAsync(EchoMethods.Spell, Text("abc"), cancellationToken: Stop))).ShouldBe(["a", "b", "c"]);
            await DuplexAsync(channel);
            await FailuresAsync(channel);
        }
        finally
        {
            node.StandardInput.Close();
            node.Kill(entireProcessTree: true);
            await node.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task DuplexAsync(GrpcChannel channel)
    {
        await using var call = channel.Open(EchoMethods.Duplex, cancellationToken: Stop);
        await call.WriteAsync(Text("one"));
        await call.WriteAsync(Text("two"));
        await call.CompleteAsync();
        (await AllAsync(call.ReadAllAsync())).ShouldBe(["one", "two"]);
    }

    private static async Task FailuresAsync(GrpcChannel channel)
    {
        var refused = await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(EchoMethods.Fail, Text("100 % Größe"), cancellationToken: Stop));
        (refused.Code, refused.Status.Message, refused.Trailers["reason"]).ShouldBe((GrpcStatusCode.Aborted, "100 % Größe", "because"));

        var late = await Should.ThrowAsync<GrpcException>(() => AllAsync(channel.StreamAsync(EchoMethods.FailLate, Text("x"), cancellationToken: Stop)));
        late.Code.ShouldBe(GrpcStatusCode.NotFound);

        var unknown = await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(EchoMethods.Missing, Text("x"), cancellationToken: Stop));
        unknown.Code.ShouldBe(GrpcStatusCode.Unimplemented);

        var slow = await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(
            EchoMethods.Silent, Text("x"), new GrpcCallOptions { Timeout = TimeSpan.FromMilliseconds(300) }, Stop));
        slow.Code.ShouldBe(GrpcStatusCode.DeadlineExceeded);
    }

    private static async Task<List<string>> AllAsync(IAsyncEnumerable<StringValue> messages)
    {
        var all = new List<string>();
        await foreach (var message in messages)
        {
            all.Add(message.Value);
        }

        return all;
    }

    private static StringValue Text(string text) => new() { Value = text };

    private static async Task<string> InstallAsync()
    {
        var folder = Path.Combine(Repository.Root, "tests", "Dapr.Grpc.Tests", "js");
        await Child.OutputAsync(Requires.Binary("npm"), ["ci", "--loglevel=error"], folder);
        return folder;
    }
}
