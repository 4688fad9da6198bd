using System.Net;
using Dapr.AspNetCore;
using Dapr.Sdk.Tests.Fakes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Dapr.Sdk.Tests.AspNetCore;

public sealed class SubscribeTests
{
    [Fact]
    public async Task MapSubscribeHandler_PlainTopic_HasARouteWithoutSlash() =>
        (await SubscriptionsAsync(app => app.MapPost("/orders/new", () => { }).WithTopic("bus", "orders")))
            .ShouldBe("""[{"topic":"orders","pubsubName":"bus","route":"orders/new"}]""");

    [Fact]
    public async Task MapSubscribeHandler_Rules_AreOrderedByPriorityWithADefault() =>
        (await SubscriptionsAsync(app =>
        {
            app.MapPost("/late", [Topic("bus", "orders", "event.type == \"late\"", 2)] () => { });
            app.MapPost("/early", [Topic("bus", "orders", "event.type == \"early\"", 1)] () => { });
            app.MapPost("/other", [Topic("bus", "orders")] () => { });
        })).ShouldBe("""[{"topic":"orders","pubsubName":"bus","routes":{"rules":[{"match":"event.type == \u0022early\u0022","path":"early"},{"match":"event.type == \u0022late\u0022","path":"late"}],"default":"other"}}]""");

    [Fact]
    public async Task MapSubscribeHandler_AllOptions_AreWritten() =>
        (await SubscriptionsAsync(app => app
            .MapPost("/b", [BulkSubscribe("orders", 10, 20)] () => { })
            .WithTopic(new TopicOptions { PubsubName = "bus", Name = "orders", DeadLetterTopic = "dead", EnableRawPayload = true, Metadata = new Dictionary<string, string> { ["k"] = "v" } })))
            .ShouldBe("""[{"topic":"orders","pubsubName":"bus","route":"b","metadata":{"k":"v","rawPayload":"true"},"deadLetterTopic":"dead","bulkSubscribe":{"enabled":true,"maxMessagesCount":10,"maxAwaitDurationMs":20}}]""");

    [Fact]
    public async Task MapSubscribeHandler_OwnedMetadata_GoesOnlyToItsTopic() =>
        (await SubscriptionsAsync(app => app.MapPost(
            "/m",
            [Topic("bus", "a", new[] { "one" }, "|")]
            [Topic("bus", "b")]
            [TopicMetadata("one", "k", "v1")]
            [TopicMetadata("one", "k", "v2")]
            [TopicMetadata("all", "x")]
            () => { })))
            .ShouldBe("""[{"topic":"a","pubsubName":"bus","route":"m","metadata":{"k":"v1|v2","all":"x"}},{"topic":"b","pubsubName":"bus","route":"m","metadata":{"all":"x"}}]""");

    [Fact]
    public async Task MapSubscribeHandler_NoTopics_IsAnEmptyList() =>
        (await SubscriptionsAsync(app => app.MapPost("/x", () => { }))).ShouldBe("[]");

    [Theory]
    [InlineData("secret", HttpStatusCode.OK)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task AddDapr_Token_LetsInOnlyTheSidecar(string? token, HttpStatusCode expected)
    {
        var builder = TestApp.CreateBuilder();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddAuthentication().AddDapr(options => options.Token = "secret");
        builder.Services.AddAuthorization(options => options.AddDapr());
        await using var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapPost("/e", () => "ok").RequireAuthorization("Dapr");
        await app.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/e");
        if (token is not null)
        {
            request.Headers.Add("dapr-api-token", token);
        }

        using var response = await app.GetTestClient().SendAsync(request);

        response.StatusCode.ShouldBe(expected);
    }

    private static async Task<string> SubscriptionsAsync(Action<WebApplication> map)
    {
        var builder = TestApp.CreateBuilder();
        await using var app = builder.Build();
        map(app);
        app.MapSubscribeHandler();
        await app.StartAsync();
        return await app.GetTestClient().GetStringAsync(new Uri("/dapr/subscribe", UriKind.Relative));
    }
}
