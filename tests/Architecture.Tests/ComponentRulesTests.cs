using Personalization.Abstractions.Naming;
using Personalization.Architecture.Tests.Model;
using Personalization.Architecture.Tests.Rules;

namespace Personalization.Architecture.Tests;

/// <summary>Each rule holds for this checkout, and fails on a planted violation.</summary>
public sealed class ComponentRulesTests
{
    [Fact]
    public void EveryComponentHasScopes_Checkout_Holds() => ComponentRules.EveryComponentHasScopes(Checkout.Components).ShouldBeEmpty();

    [Fact]
    public void EveryComponentHasScopes_PlantedComponent_Fails() =>
        ComponentRules.EveryComponentHasScopes([Component("pubsub", "pubsub.sqlite", "")]).ShouldHaveSingleItem();

    [Fact]
    public void StateBelongsToOneApp_Checkout_Holds() => ComponentRules.StateBelongsToOneApp(Checkout.Components).ShouldBeEmpty();

    [Fact]
    public void StateBelongsToOneApp_PlantedSharing_Fails() =>
        ComponentRules.StateBelongsToOneApp([Component("state", "state.sqlite", "scopes: [profiles, discovery]")]).ShouldHaveSingleItem();

    [Fact]
    public void EveryNamedComponentIsThere_Local_Holds() => ComponentRules
        .EveryNamedComponentIsThere(Checkout.Components, "local", [Components.PubSub, Components.Broadcast, Components.ProfilesState, Components.DiscoveryState, Components.DecisionsState])
        .ShouldBeEmpty();

    [Fact]
    public void EveryNamedComponentIsThere_PlantedGap_Fails() =>
        ComponentRules.EveryNamedComponentIsThere([Component("pubsub", "pubsub.sqlite", "scopes: [profiles]")], "local", [Components.PubSub, Components.Broadcast])
            .ShouldHaveSingleItem();

    private static SourceFile Component(string name, string type, string scopes) => new(
        $"components/local/{name}.yaml",
        $"apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata:\n  name: {name}\nspec:\n  type: {type}\n  version: v1\n{scopes}\n");
}
