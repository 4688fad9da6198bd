using Personalization.Architecture.Tests.Model;
using Personalization.Architecture.Tests.Rules;

namespace Personalization.Architecture.Tests;

/// <summary>Each rule holds for this checkout, and fails on a planted violation.</summary>
public sealed class SourceRulesTests
{
    [Fact]
    public void OnlyListedCalls_Checkout_Holds() => SourceRules.OnlyListedCalls(Checkout.Sources).ShouldBeEmpty();

    [Fact]
    public void OnlyListedCalls_PlantedCall_Fails() =>
        SourceRules.OnlyListedCalls([new("services/profiles/A.cs", "client.InvokeMethodAsync(AppIds.Discovery, \"x\")")]).ShouldHaveSingleItem();

    [Fact]
    public void SubscriptionsHaveDeadLetters_Checkout_Holds() => SourceRules.SubscriptionsHaveDeadLetters(Checkout.Sources).ShouldBeEmpty();

    [Theory]
    [InlineData("endpoint.WithTopic(\"pubsub\", \"interactions\")")]
    [InlineData("endpoint.WithTopic(new TopicOptions { PubsubName = \"pubsub\", Name = \"interactions\" })")]
    [InlineData("[Topic(\"pubsub\", \"interactions\")]")]
    public void SubscriptionsHaveDeadLetters_PlantedSubscription_Fails(string code) =>
        SourceRules.SubscriptionsHaveDeadLetters([new("services/profiles/A.cs", code)]).ShouldHaveSingleItem();

    [Fact]
    public void NoHandMadeSidecarCalls_Checkout_Holds() => SourceRules.NoHandMadeSidecarCalls(Checkout.Sources).ShouldBeEmpty();

    [Fact]
    public void NoHandMadeSidecarCalls_PlantedCall_Fails() =>
        SourceRules.NoHandMadeSidecarCalls([new("services/profiles/A.cs", "http.GetAsync(\"http://127.0.0.1:3500/v1.0/state/x/y\")")]).ShouldHaveSingleItem();
}
