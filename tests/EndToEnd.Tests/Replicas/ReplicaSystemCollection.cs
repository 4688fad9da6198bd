using System.Diagnostics.CodeAnalysis;

namespace Personalization.EndToEnd.Tests.Replicas;

/// <summary>Tests that share the system with replicas; one after the other.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711", Justification = "xUnit calls it a collection.")]
public sealed class ReplicaSystemCollection : ICollectionFixture<ReplicaSystem>
{
    public const string Name = "replica system";
}
