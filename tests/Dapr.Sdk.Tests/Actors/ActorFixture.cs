using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Dapr.Actors;
using Dapr.Actors.Client;
using Dapr.Actors.Runtime;
using Dapr.Sdk.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Dapr.Sdk.Tests.Actors;

/// <summary>An application with actors, and a sidecar between it and its callers that keeps states in memory.</summary>
internal sealed class ActorFixture : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ActorFixture(Action<ActorRuntimeOptions>? configure)
    {
        Sidecar = new RecordingSidecar { AnswerAsync = AnswerAsync };
        var builder = TestApp.CreateBuilder();
        builder.Services.AddSingleton(Journal);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton(new ActorSidecarHandler(Sidecar));
        builder.Services.AddActors(options =>
        {
            options.HttpEndpoint = RecordingSidecar.Address + "/";
            options.Actors.RegisterActor<CounterActor>();
            configure?.Invoke(options);
        });
        _app = builder.Build();
        _app.UseExceptionHandler(errors => errors.Run(_ => Task.CompletedTask));
        _app.MapActorsHandlers();
    }

    public CounterJournal Journal { get; } = new();

    public ManualTime Time { get; } = new();

    public RecordingSidecar Sidecar { get; }

    public ConcurrentDictionary<string, string> States { get; } = new();

    /// <summary>What the sidecar answers to a state transaction instead of saving it.</summary>
    public HttpStatusCode? RefuseTransactionsWith { get; set; }

    public HttpClient App => _app.GetTestClient();

    public IActorProxyFactory Proxies => _app.Services.GetRequiredService<IActorProxyFactory>();

    public IEnumerable<RecordedRequest> Transactions => Sidecar.Requests.Where(request => request.Method == "PUT" && request.PathAndQuery.EndsWith("/state", StringComparison.Ordinal));

    public IEnumerable<RecordedRequest> Reads => Sidecar.Requests.Where(request => request.Method == "GET" && request.PathAndQuery.Contains("/state/", StringComparison.Ordinal));

    public static async Task<ActorFixture> StartAsync(Action<ActorRuntimeOptions>? configure = null)
    {
        var fixture = new ActorFixture(configure);
        await fixture._app.StartAsync();
        return fixture;
    }

    public ICounterActor Counter(string id = "c1") => Proxies.CreateActorProxy<ICounterActor>(new ActorId(id), "Counter");

    public ActorProxy Plain(string id = "c1") => Proxies.Create(new ActorId(id), "Counter");

    public async Task<(HttpStatusCode Status, string Body)> PutAsync(string path, string json = "")
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await App.PutAsync(new Uri(path, UriKind.Relative), content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<HttpResponseMessage> AnswerAsync(RecordedRequest request)
    {
        var path = request.PathAndQuery["/v1.0/".Length..];
        return (request.Method, path.Split('/')[3]) switch
        {
            ("PUT", "method") => await ForwardAsync(request, path),
            ("GET", "state") => States.TryGetValue(path, out var value) ? RecordingSidecar.Answer(HttpStatusCode.OK, value) : new HttpResponseMessage(HttpStatusCode.NoContent),
            ("PUT", "state") => Save(request, path),
            ("GET", "reminders") => RecordingSidecar.Answer(HttpStatusCode.OK, """{"dueTime":"1h0m0s","period":"@every 1h0m0s","data":"cg=="}"""),
            _ => new HttpResponseMessage(HttpStatusCode.NoContent),
        };
    }

    private HttpResponseMessage Save(RecordedRequest request, string path)
    {
        if (RefuseTransactionsWith is { } refusal)
        {
            return RecordingSidecar.Answer(refusal, """{"errorCode":"ERR_ACTOR_STATE_TRANSACTION_SAVE","message":"disk full"}""");
        }

        using var operations = JsonDocument.Parse(request.Body);
        foreach (var operation in operations.RootElement.EnumerateArray())
        {
            var item = operation.GetProperty("request");
            var key = $"{path}/{item.GetProperty("key").GetString()}";
            if (operation.GetProperty("operation").GetString() == "upsert")
            {
                States[key] = item.GetProperty("value").GetRawText();
            }
            else
            {
                States.TryRemove(key, out _);
            }
        }

        return new HttpResponseMessage(HttpStatusCode.NoContent);
    }

    private async Task<HttpResponseMessage> ForwardAsync(RecordedRequest request, string path)
    {
        using var forwarded = new HttpRequestMessage(HttpMethod.Put, "/" + path) { Content = new StringContent(request.Body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in request.Headers)
        {
            forwarded.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await App.SendAsync(forwarded);
        return response.StatusCode == HttpStatusCode.OK
            ? response
            : RecordingSidecar.Answer(HttpStatusCode.InternalServerError, """{"errorCode":"ERR_ACTOR_INVOKE_METHOD","message":"error from actor service: (500) "}""");
    }
}
