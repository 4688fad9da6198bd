using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Personalization.Decisions.Choices;
using Personalization.Decisions.Deciding;
using Personalization.Decisions.Models;
using Personalization.Decisions.Tests.State;

namespace Personalization.Decisions.Tests.Host;

/// <summary>R5.4: a model server in TensorFlow Serving's REST shape scores, over real HTTP; without it the slot's own model decides.</summary>
public sealed class ModelServerTests : IAsyncLifetime
{
    private readonly InMemoryDecisionsState _state = new();
    private readonly ManualTime _time = new();
    private WebApplication _server = null!;
    private Func<HttpContext, JsonElement, Task> _answer = null!;
    private string? _path;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(async context =>
        {
            _path = context.Request.Path;
            using var body = await JsonDocument.ParseAsync(context.Request.Body);
            await _answer(context, body.RootElement);
        });
        await _server.StartAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("""{"predictions":[0.1,0.9,0.2]}""")]
    [InlineData("""{"predictions":[[0.1],[0.9],[0.2]]}""")]
    public async Task Decide_ServerAnswers_ItsScoresDecide(string predictions)
    {
        JsonElement asked = default;
        _answer = (context, body) =>
        {
            asked = body.Clone();
            return context.Response.WriteAsync(predictions);
        };
        await using var replica = await StartAsync();

        var decided = (await replica.DecideAsync(items: ["a", "b", "c"])).Decisions[0];

        decided.Ranking.Select(item => (item.Id, item.Score)).ShouldBe([("b", 0.9), ("c", 0.2), ("a", 0.1)]);
        decided.Policy.ShouldBe("epsilon_greedy:served");
        decided.Reasons[0].ShouldContain(decided.Selected == "b" ? "model server" : "to learn");
        _path.ShouldBe("/v1/models/clicks/versions/3:predict");
        asked.GetProperty("signature_name").GetString().ShouldBe("serving_default");
        asked.GetProperty("instances").EnumerateArray().Select(row => row.GetArrayLength()).ShouldBe([8, 8, 8]);
        asked.GetProperty("instances")[0][0].GetDouble().ShouldBe(1, "place 0 is the constant");
    }

    [Theory]
    [InlineData(200, """{"predictions":[0.1]}""")]
    [InlineData(200, """{"predictions":["x","y","z"]}""")]
    [InlineData(200, "no json")]
    [InlineData(400, """{"error":"no such model"}""")]
    public async Task Decide_ServerAnswersSomethingElse_TheOwnModelDecides(int status, string text)
    {
        _answer = (context, _) =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(text);
        };
        await using var replica = await StartAsync();

        (await replica.DecideAsync(items: ["a", "b", "c"])).Decisions[0].Policy.ShouldBe("epsilon_greedy");
    }

    [Fact]
    public async Task Decide_ServerTooLate_TheOwnModelDecidesAndAfterARunNobodyWaits()
    {
        var asked = 0;
        _answer = async (context, _) =>
        {
            Interlocked.Increment(ref asked);
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };
        await using var replica = await StartAsync(TimeSpan.FromMilliseconds(100), TimeProvider.System);

        for (var i = 0; i < 12; i++)
        {
            (await replica.DecideAsync(items: ["a", "b", "c"])).Decisions[0].Policy.ShouldBe("epsilon_greedy");
        }

        asked.ShouldBeLessThan(12, "the breaker is open");
    }

    private Task<Replica> StartAsync(TimeSpan? timeout = null, TimeProvider? time = null) => Replica.StartAsync(_state, time ?? _time, options => options.Slots["home"] = new SlotSettings
    {
        Wait = Replica.Wait,
        Model = new ModelOptions { Dimensions = 8 },
        Exploration = new ExplorationOptions { Epsilon = 0.1 },
        Scorer = new ScorerOptions { Url = _server.Urls.First(), Model = "clicks", Version = 3, Signature = "serving_default", Timeout = timeout ?? TimeSpan.FromMinutes(1) },
    });
}
