using Personalization.Architecture.Tests.Model;
using Personalization.Architecture.Tests.Rules;

namespace Personalization.Architecture.Tests;

/// <summary>Each rule holds for this checkout, and fails on a planted violation.</summary>
public sealed class ReferenceRulesTests
{
    private const string Profiles = "services/profiles/Personalization.Profiles/Personalization.Profiles.csproj";

    [Fact]
    public void ServicesStayApart_Checkout_Holds() => ReferenceRules.ServicesStayApart(Checkout.Projects).ShouldBeEmpty();

    [Theory]
    [InlineData("services/discovery/Personalization.Discovery/Personalization.Discovery.csproj")]
    [InlineData("dapr/sidecar/Personalization.Sidecar.csproj")]
    public void ServicesStayApart_PlantedReference_Fails(string reference) =>
        ReferenceRules.ServicesStayApart([Project(Profiles) with { Projects = [reference] }]).ShouldHaveSingleItem().ShouldContain(reference);

    [Fact]
    public void DecidingProjectsAreMarkedPure_Checkout_Holds() => ReferenceRules.DecidingProjectsAreMarkedPure(Checkout.Projects).ShouldBeEmpty();

    [Fact]
    public void DecidingProjectsAreMarkedPure_PlantedUnmarkedProject_Fails() =>
        ReferenceRules.DecidingProjectsAreMarkedPure([Project(Profiles), Project("services/profiles/Personalization.Profiles.Api/Personalization.Profiles.Api.csproj")])
            .ShouldHaveSingleItem();

    [Fact]
    public void PureProjectsReferencePureThings_Checkout_Holds() => ReferenceRules.PureProjectsReferencePureThings(Checkout.Projects).ShouldBeEmpty();

    [Fact]
    public void PureProjectsReferencePureThings_PlantedReferences_Fails()
    {
        var planted = Project(Profiles) with
        {
            IsPure = true,
            Packages = ["Polly.Core", "MathNet.Numerics"],
            Dapr = ["Dapr.Client"],
            Frameworks = ["Microsoft.AspNetCore.App"],
            Projects = ["services/shared/Personalization.Hosting/Personalization.Hosting.csproj", "services/shared/Personalization.Search/Personalization.Search.csproj"],
        };

        ReferenceRules.PureProjectsReferencePureThings([planted]).Count().ShouldBe(4);
    }

    [Fact]
    public void ContractsAreData_Checkout_Holds() => ReferenceRules.ContractsAreData(Checkout.Projects).ShouldBeEmpty();

    [Fact]
    public void ContractsAreData_PlantedPackage_Fails() =>
        ReferenceRules.ContractsAreData([Project("services/profiles/Personalization.Profiles.Contracts/Personalization.Profiles.Contracts.csproj") with { Dapr = ["Dapr.Actors"] }])
            .ShouldHaveSingleItem();

    [Fact]
    public void NoDriversInServices_Checkout_Holds() => ReferenceRules.NoDriversInServices(Checkout.Projects).ShouldBeEmpty();

    [Theory]
    [InlineData("Microsoft.Data.Sqlite.Core")]
    [InlineData("StackExchange.Redis")]
    [InlineData("MongoDB.Driver")]
    public void NoDriversInServices_PlantedDriver_Fails(string package) =>
        ReferenceRules.NoDriversInServices([Project(Profiles) with { Packages = [package] }]).ShouldHaveSingleItem();

    private static ProjectFile Project(string path) => new() { Path = path, Name = Path.GetFileNameWithoutExtension(path) };
}
