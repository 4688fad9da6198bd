using Personalization.Hostile.Requests;
using Personalization.Hostile.Running;
using Storefront.Tests.Support;

namespace Storefront.Tests.Hostile;

/// <summary>Requests written from the OpenAPI document alone: allowed ones, and ones with something wrong.</summary>
public sealed class GeneratedRequestsTests(StorefrontFixture fixture, ITestOutputHelper output) : IClassFixture<StorefrontFixture>
{
    private const int Seed = 20261120;
    private const int Requests = 4_000;

    /// <summary>Bytes that may be held after all of it, most of them by the fakes, which keep every event.</summary>
    private const long MostKept = 100_000_000;

    [Fact]
    public async Task EveryOperation_DrivenFromItsDocument_AnswersAsDocumentedAndLosesNothing()
    {
        output.WriteLine($"seed {Seed}");
        var stop = TestContext.Current.CancellationToken;
        using var run = new HostileRun(new Uri(fixture.Host.PublicUrl));
        var document = await run.ReadDocumentAsync(stop);
        var import = await fixture.Host.PostAsync("/api/catalog/import", """[{"id":"p1","name":"oat drink"}]""");
        var known = new Dictionary<string, string> { ["/api/catalog/imports/{id}"] = import.Json.GetProperty("id").GetString()!, ["/api/products/{id}"] = "p1", ["/api/v1/models/{id}/activate"] = "m2" };

        foreach (var kind in (string[])["rules", "content"])
        {
            known[$"/api/v1/{kind}/{{id}}"] = known[$"/api/v1/{kind}/{{id}}/history"] = "kept";
        }

        (await fixture.Host.PutAsync("/api/v1/rules/kept", """{"effect":"exclude","items":["p1"]}""")).Status.ShouldBe(200);
        (await fixture.Host.PutAsync("/api/v1/content/kept", """{"type":"banner","variants":[{"id":"a","body":{}}]}""")).Status.ShouldBe(200);
        var generator = new RequestGenerator(document, Seed, TimeProvider.System.GetUtcNow(), known);
        var held = GC.GetTotalMemory(forceFullCollection: true);

        var report = await run.RunAsync(generator, new AnswerJudge(document, mayBeAway: false), first: 0, Requests, parallelism: 8, stop);

        output.WriteLine(report.ToString());
        report.Violations.ShouldBeEmpty(string.Join("\n\n", report.Violations));
        report.Answered.ShouldBe(Requests);
        report.LostNeighbours.ShouldBe(0);
        document.Operations.Select(operation => operation.ToString()).Except(report.Reached).ShouldBeEmpty();
        (GC.GetTotalMemory(forceFullCollection: true) - held).ShouldBeLessThan(MostKept);
        (await fixture.Host.GetAsync("/healthz")).Status.ShouldBe(200);
    }
}
