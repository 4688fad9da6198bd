using Personalization.EndToEnd.Tests.Scenarios;

namespace Personalization.EndToEnd.Tests.Replicas;

/// <summary>The scenarios where each call goes to another storefront than the one before.</summary>
[Collection(ReplicaSystemCollection.Name)]
[Trait("req", "R10.6")]
public sealed class ReplicaScenarioTests(ReplicaSystem replicas) : DemoScenarios(replicas.Both);
