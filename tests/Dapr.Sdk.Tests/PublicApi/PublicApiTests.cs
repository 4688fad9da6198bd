using Dapr.Actors.Runtime;
using Dapr.Client;
using Dapr.Workflow;
using Microsoft.AspNetCore.Builder;
using Personalization.Testing;

namespace Dapr.Sdk.Tests.PublicApi;

/// <summary>What the SDK offers is pinned in <c>dapr/sdk/PublicApi.txt</c>. To accept a change, copy the file the failing test names over it.</summary>
public sealed class PublicApiTests
{
    private static readonly string Pinned = Path.Combine(Repository.Root, "dapr", "sdk", "PublicApi.txt");

    [Fact]
    public void PublicApi_OfTheAssemblies_IsAsPinned()
    {
        var actual = ApiDescriber.Describe([typeof(DaprClient).Assembly, typeof(CloudEventsMiddlewareOptions).Assembly, typeof(Actor).Assembly, typeof(ActorsEndpointRouteBuilderExtensions).Assembly, typeof(WorkflowContext).Assembly]);
        var proposal = Path.Combine(Repository.Root, "artifacts", "PublicApi.txt");
        File.WriteAllLines(proposal, actual);

        Drift(File.ReadAllLines(Pinned), actual).ShouldBeEmpty($"The SDK offers other members than pinned. If the official SDK has them, accept '{proposal}'.");
    }

    [Fact]
    public void PublicApi_AMemberMore_IsDrift()
    {
        var planted = ApiDescriber.Describe("A", typeof(Planted)).ToList();

        Drift(planted.Where(line => !line.Contains("Extra", StringComparison.Ordinal)), planted).ShouldBe(["+ A: Dapr.Sdk.Tests.PublicApi.PublicApiTests.Planted System.Void Extra(System.Int32 amount = 3)"]);
    }

    [Fact]
    public void PublicApi_AMemberLessOrAnotherDefault_IsDrift()
    {
        var planted = ApiDescriber.Describe("A", typeof(Planted)).ToList();
        var pinned = planted.Select(line => line.Replace("amount = 3", "amount = 4", StringComparison.Ordinal)).Append("A: Gone [class]");

        Drift(pinned, planted).Count.ShouldBe(3);
    }

    private static List<string> Drift(IEnumerable<string> pinned, IReadOnlyList<string> actual)
    {
        var expected = pinned.Where(line => line.Length > 0).ToList();
        return [.. actual.Except(expected).Select(line => "+ " + line), .. expected.Except(actual).Select(line => "- " + line)];
    }

    public sealed class Planted
    {
        public string? Name { get; init; }

        public void Extra(int amount = 3) => _ = amount + (Name?.Length ?? 0);
    }
}
