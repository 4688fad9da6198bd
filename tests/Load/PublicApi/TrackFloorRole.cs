using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Data.Sqlite;
using Personalization.Load.Servers;

namespace Personalization.Load.PublicApi;

/// <summary>
/// The floor of an event, in two processes: the first takes the call over HTTP/1.1 and hands it on over HTTP/2; the second reads the shopper's row (3 KB), writes it, appends the event to a journal
/// in another file, each in a group commit (WAL, synchronous=FULL), and answers. Nothing is learned, checked, traced, published or counted.
/// </summary>
internal sealed class TrackFloorRole : IServerRole
{
    public const string RoleName = "track-floor";
    public const string ToOption = "--to-port";
    public const string FolderOption = "--folder";
    private static readonly byte[] Answer = """{"accepted":true,"durable":true,"duplicate":false,"version":"00000000-1"}"""u8.ToArray();
    private static readonly HttpMessageInvoker Client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null });
    private readonly BlockingCollection<(string Shopper, byte[] Body, TaskCompletionSource Done)> _state = [], _journal = [];
    private Uri? _to;

    public string Name => RoleName;

    public async Task RunAsync(string[] args)
    {
        if (args.Contains(ToOption))
        {
            _to = new Uri($"http://127.0.0.1:{ServerPort.Find(args, ToOption)}/");
        }
        else
        {
            new Thread(() => Keep(Path.Combine(args[^1], "state.db"), _state, "(key TEXT PRIMARY KEY, value BLOB)", "ON CONFLICT DO UPDATE SET value = $value", reads: true)) { IsBackground = true, Name = "sqlite writer" }.Start();
            new Thread(() => Keep(Path.Combine(args[^1], "journal.db"), _journal, "(key TEXT, value BLOB)", "", reads: false)) { IsBackground = true, Name = "queue journal" }.Start();
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, ServerPort.Of(args), listen => listen.Protocols = _to is null ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var app = builder.Build();
        app.Run(TakeAsync);
        await app.RunAsync();
    }

    private async Task TakeAsync(HttpContext http)
    {
        var body = new byte[(int)http.Request.ContentLength!];
        await http.Request.Body.ReadExactlyAsync(body, http.RequestAborted);
        if (_to is null)
        {
            using var read = JsonDocument.Parse(body);
            var shopper = read.RootElement.GetProperty("user_id").GetString()!;
            await CommitAsync(_state, shopper, body);
            await CommitAsync(_journal, shopper, body);
            http.Response.ContentLength = Answer.Length;
            await http.Response.Body.WriteAsync(Answer, http.RequestAborted);
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, _to) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent(body) };
        using var response = await Client.SendAsync(request, http.RequestAborted);
        http.Response.ContentLength = response.Content.Headers.ContentLength;
        await response.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    private static Task CommitAsync(BlockingCollection<(string Shopper, byte[] Body, TaskCompletionSource Done)> queue, string shopper, byte[] body)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        queue.Add((shopper, body, done));
        return done.Task;
    }

    private static void Keep(string file, BlockingCollection<(string Shopper, byte[] Body, TaskCompletionSource Done)> queue, string table, string conflict, bool reads)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        SqliteCommand Of(string sql) => new(sql, connection) { Parameters = { new SqliteParameter("$key", ""), new SqliteParameter("$value", Array.Empty<byte>()) } };
        Array.ForEach(["PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", $"CREATE TABLE kept {table}"], sql => Of(sql).ExecuteScalar());
        var (find, keep, begin, commit) = (Of("SELECT value FROM kept WHERE key = $key"), Of($"INSERT INTO kept VALUES ($key, $value) {conflict}"), Of("BEGIN IMMEDIATE"), Of("COMMIT"));
        foreach (var first in queue.GetConsumingEnumerable())
        {
            var (next, group) = (first, new List<TaskCompletionSource>());
            begin.ExecuteNonQuery();
            do
            {
                keep.Parameters[0].Value = find.Parameters[0].Value = next.Shopper;
                keep.Parameters[1].Value = reads ? find.ExecuteScalar() as byte[] ?? new byte[3000] : next.Body;
                keep.ExecuteNonQuery();
                group.Add(next.Done);
            }
            while (group.Count < 256 && queue.TryTake(out next));
            commit.ExecuteNonQuery();
            group.ForEach(done => done.SetResult());
        }
    }
}
