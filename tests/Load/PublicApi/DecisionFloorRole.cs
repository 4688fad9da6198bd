using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Data.Sqlite;
using Personalization.Load.Servers;

namespace Personalization.Load.PublicApi;

/// <summary>
/// The floor of a call to decide, behind one hop of <see cref="Invocation.RelayRole"/>: the JSON as it came read once, features hashed and scored, two bytes of each kept
/// in a durable commit shared by all who wait, a short answer. No faults, reasons, models that learn, rules, shoppers or traces.
/// </summary>
internal sealed class DecisionFloorRole : IServerRole
{
    public const string RoleName = "decision-floor", FolderOption = "--folder";
    private const int D = 16;
    private readonly Channel<(byte[] Kept, TaskCompletionSource Done)> _log = Channel.CreateUnbounded<(byte[], TaskCompletionSource)>();

    public string Name => RoleName;

    public async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, ServerPort.Of(args), listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.Run(DecideAsync);
        await Task.WhenAny(app.RunAsync(), WriteAsync(args[Array.IndexOf(args, FolderOption) + 1]));
    }

    private async Task DecideAsync(HttpContext http)
    {
        var body = new byte[http.Request.ContentLength ?? 0];
        await http.Request.Body.ReadExactlyAsync(body, http.RequestAborted);
        var (kept, scores) = Decide(body);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _log.Writer.TryWrite((kept, done));
        await done.Task;
        await http.Response.BodyWriter.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(scores), http.RequestAborted);
    }

    private static (byte[] Kept, List<double> Scores) Decide(byte[] body)
    {
        var (kept, scores, x, place, at, numbers) = (new byte[body.Length / 2], new List<double>(), new double[D], 0, 0, 0);
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    var hash = 14695981039346656037;
                    foreach (var one in reader.ValueSpan)
                    {
                        hash = (hash ^ one) * 1099511628211;
                    }

                    place = (int)(hash % D);
                    break;
                case JsonTokenType.Number:
                    var value = reader.GetDouble();
                    x[place] += Math.Log(1 + Math.Abs(value));
                    (kept[at], kept[at + 1], at, numbers) = ((byte)(int)(value * 1000), (byte)((int)(value * 1000) >> 8), at + 2, numbers + 1);
                    break;
                case JsonTokenType.EndObject when numbers > 0:
                    scores.Add(x.Sum());
                    Array.Clear(x);
                    numbers = 0;
                    break;
            }
        }

        return (kept[..at], [.. scores.Chunk(20).Select(slot => slot.Max())]);
    }

    private async Task WriteAsync(string folder)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "floor.db")}");
        connection.Open();
        using var command = new SqliteCommand("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE log (id INTEGER PRIMARY KEY, kept BLOB)", connection);
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO log (kept) VALUES ($kept)";
        var parameter = command.Parameters.Add("$kept", SqliteType.Blob);
        while (await _log.Reader.WaitToReadAsync())
        {
            List<TaskCompletionSource> waiting = [];
            using var transaction = command.Transaction = connection.BeginTransaction();
            for (; _log.Reader.TryRead(out var call); waiting.Add(call.Done))
            {
                parameter.Value = call.Kept;
                command.ExecuteNonQuery();
            }

            transaction.Commit();
            waiting.ForEach(done => done.SetResult());
        }
    }
}
