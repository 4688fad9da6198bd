using System.Net;
using Microsoft.AspNetCore.Http;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Tests.State;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Resiliency;

/// <summary>Resiliency documents, through calls of a running sidecar.</summary>
public sealed class ResiliencyYamlTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invoke_RetryPolicy_RepeatsTheBodyAndReturnsTheLastAnswer()
    {
        var bodies = new List<string>();
        await using var app = await FakeApp.StartAsync(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            bodies.Add(await reader.ReadToEndAsync());
            http.Response.StatusCode = bodies.Count < 3 ? 503 : 200;
        });
        await using var sidecar = await StartAsync(app, "policies: {retries: {r: {policy: constant, duration: 1ms, maxRetries: 5}}}, targets: {apps: {callee: {retry: r}}}");
        using var client = sidecar.Client("caller");

        using var answer = await client.PostAsync(new Uri("/v1.0/invoke/callee/method/x", UriKind.Relative), new StringContent("body"), Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        bodies.ShouldBe(["body", "body", "body"]);
    }

    [Fact]
    public async Task Invoke_MaxRetriesZero_TriesOnceAndKeepsTheAppsAnswer()
    {
        var calls = 0;
        await using var app = await FakeApp.StartAsync(http =>
        {
            calls++;
            http.Response.StatusCode = 503;
            return http.Response.WriteAsync("mine");
        });
        await using var sidecar = await StartAsync(app, "policies: {retries: {none: {maxRetries: 0}}}, targets: {apps: {callee: {retry: none}}}");
        using var client = sidecar.Client("caller");

        using var answer = await client.PostAsync(new Uri("/v1.0/invoke/callee/method/x", UriKind.Relative), new StringContent("body"), Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync(Token)).ShouldBe("mine");
        calls.ShouldBe(1);
    }

    [Fact]
    public async Task Invoke_TimeoutByReservedName_Is500()
    {
        await using var app = await FakeApp.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        await using var sidecar = await StartAsync(
            app, "policies: {timeouts: {DefaultAppTimeoutPolicy: 50ms}, retries: {DefaultRetryPolicy: {maxRetries: 0}}}, targets: {}");
        using var client = sidecar.Client("caller");

        using var answer = await client.GetAsync(new Uri("/v1.0/invoke/callee/method/x", UriKind.Relative), Token);

        await StateHttpTests.ShouldRefuseAsync(answer, HttpStatusCode.InternalServerError, "ERR_DIRECT_INVOKE");
    }

    [Fact]
    public async Task Invoke_OpenBreaker_AnswersWithoutTheApp()
    {
        var calls = 0;
        await using var app = await FakeApp.StartAsync(http =>
        {
            calls++;
            http.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        await using var sidecar = await StartAsync(
            app,
            "policies: {retries: {none: {maxRetries: 0}}, circuitBreakers: {b: {trip: consecutiveFailures >= 2, timeout: 60s}}}, targets: {apps: {callee: {retry: none, circuitBreaker: b}}}");
        using var client = sidecar.Client("caller");

        for (var i = 0; i < 4; i++)
        {
            (await client.GetAsync(new Uri("/v1.0/invoke/callee/method/x", UriKind.Relative), Token)).Dispose();
        }

        calls.ShouldBe(2);
    }

    [Theory]
    [InlineData("policies: {timeouts: {t: 1s}}, targets: {apps: {callee: {timeout: t}}}", true, false)]
    [InlineData("policies: {timeouts: {t: 1s}, retries: {DefaultRetryPolicy: {maxRetries: 2}}}, targets: {apps: {callee: {timeout: t}}}", true, false)]
    [InlineData("policies: {retries: {DefaultAppRetryPolicy: {maxRetries: 2}}}, targets: {}", true, true)]
    [InlineData("policies: {retries: {DefaultActorRetryPolicy: {maxRetries: 2}}}, targets: {}", false, true)]
    [InlineData("policies: {retries: {DefaultRetryPolicy: {maxRetries: 0}}}, targets: {}", true, false)]
    public async Task Policies_OfAnApp_AreItsOwnElseDefaultsElseBuiltIn(string spec, bool targeted, bool retries)
    {
        await using var sidecar = await TestSidecar.StartAsync(Document(spec), "caller");
        var policies = sidecar.App("caller").Resiliency;

        policies.IsAppTargeted("callee").ShouldBe(targeted);
        policies.ForApp("callee").CanRetry.ShouldBe(retries);
    }

    [Theory]
    [InlineData("policies: {retries: {r: {policy: linear}}}", "spec.policies.retries.r.policy")]
    [InlineData("policies: {timeouts: {t: long}}", "spec.policies.timeouts.t")]
    [InlineData("policies: {circuitBreakers: {b: {trip: never}}}", "spec.policies.circuitBreakers.b.trip")]
    [InlineData("policies: {retries: {r: {matching: {httpStatusCodes: all}}}}", "spec.policies.retries.r.matching.httpStatusCodes")]
    [InlineData("targets: {apps: {a: {retry: absent}}}", "spec.targets.apps.a.retry")]
    [InlineData("targets: {components: {c: {outbound: {timeout: absent}}}}", "spec.targets.components.c.outbound.timeout")]
    [InlineData("targets: {actors: {A: {circuitBreakerScope: all}}}", "spec.targets.actors.A.circuitBreakerScope")]
    public void Validate_BadPolicy_NamesTheField(string spec, string field)
    {
        using var folder = new TempFolder();
        folder.Write("r.yaml", Document(spec));

        var finding = ResourceValidator.Validate([folder.Path], [], strict: true).Single();

        finding.IsError.ShouldBeTrue();
        finding.Field.ShouldBe(field);
        finding.Location.Line.ShouldBe(4);
    }

    private static string Document(string spec) => $"apiVersion: dapr.io/v1alpha1\nkind: Resiliency\nmetadata: {{name: r}}\nspec: {{{spec}}}\n";

    private static Task<TestSidecar> StartAsync(FakeApp app, string spec) => TestSidecar.StartAsync(
        Document(spec), [new AppOptions { AppId = "caller" }, new AppOptions { AppId = "callee", AppPort = app.Port }]);
}
