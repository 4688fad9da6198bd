using System.Text.RegularExpressions;
using Dapr.Actors.Runtime;
using Dapr.Client;
using Dapr.Workflow;
using Microsoft.AspNetCore.Builder;
using Personalization.Testing;

namespace Dapr.Sdk.Tests.PublicApi;

/// <summary>What the SDK offers is pinned in <c>dapr/sdk/PublicApi.txt</c>. What the official one offers of the same types in <c>dapr/sdk/OfficialApi.txt</c>. To accept a change, copy the file the failing test names over it.</summary>
public sealed class PublicApiTests
{
    private static readonly string Pinned = Path.Combine(Repository.Root, "dapr", "sdk", "PublicApi.txt");

    private const string IsNoMarker = "The official one also implements Dapr.Common.IDaprClient, which has no members.";

    /// <summary>Lines that the official SDK has in other words, and why that does not concern a caller.</summary>
    private static readonly Dictionary<string, string> Differences = new(StringComparer.Ordinal)
    {
        ["Dapr.Workflow.DaprWorkflowClient [sealed class : Dapr.Workflow.IDaprWorkflowClient, System.IAsyncDisposable, System.IDisposable]"] = IsNoMarker,
        ["Dapr.Workflow.IDaprWorkflowClient [interface : System.IAsyncDisposable, System.IDisposable]"] = IsNoMarker,
    };

    [Fact]
    public void PublicApi_OfTheAssemblies_IsAsPinned()
    {
        var actual = Offered();
        var proposal = Path.Combine(Repository.Root, "artifacts", "PublicApi.txt");
        File.WriteAllLines(proposal, actual);

        Drift(File.ReadAllLines(Pinned), actual).ShouldBeEmpty($"The SDK offers other members than pinned. If the official SDK has them, accept '{proposal}'.");
    }

    [Fact]
    public void PublicApi_EveryMember_IsOneOfTheOfficialSdk()
    {
        var offered = Offered().Select(OfficialApi.WithoutAssembly).ToList();
        if (OfficialApi.Folder is { } folder)
        {
            var official = OfficialApi.Describe(folder, offered.Select(OfficialApi.TypeOf).ToHashSet(StringComparer.Ordinal));
            var proposal = Path.Combine(Repository.Root, "artifacts", "OfficialApi.txt");
            File.WriteAllLines(proposal, OfficialApi.Source().Concat(official));
            Drift(OfficialApi.Pinned(), official).ShouldBeEmpty($"The official assemblies in '{folder}' offer other members than pinned. If they are of a newer commit, name it in '{proposal}' and accept that.");
        }

        offered.Except(OfficialApi.Pinned()).ShouldBe(Differences.Keys.Order(StringComparer.Ordinal), ignoreOrder: true);
    }

    [Fact]
    public void PublicApi_AMemberTheOfficialSdkLacks_IsFound()
    {
        var planted = ApiDescriber.Describe("A", typeof(Planted)).Select(OfficialApi.WithoutAssembly).ToList();

        OfficialApi.TypeOf(planted[0]).ShouldBe("Dapr.Sdk.Tests.PublicApi.PublicApiTests.Planted");
        planted.Except(OfficialApi.Pinned()).ShouldBe(planted, ignoreOrder: true);
    }

    [Fact]
    public void OfficialApi_NamesTheCommitItIsFrom() =>
        OfficialApi.Source().ShouldContain(line => Regex.IsMatch(line, "github.com/dapr/dotnet-sdk.* [0-9a-f]{40}"));

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

    private static IReadOnlyList<string> Offered() => ApiDescriber.Describe(
        [typeof(DaprClient).Assembly, typeof(CloudEventsMiddlewareOptions).Assembly, typeof(Actor).Assembly, typeof(ActorsEndpointRouteBuilderExtensions).Assembly, typeof(WorkflowContext).Assembly]);

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
