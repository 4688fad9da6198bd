using System.Diagnostics.CodeAnalysis;

namespace Personalization.EndToEnd.Tests.Running;

/// <summary>Tests that share the demo system; one after the other, so that they do not measure each other.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711", Justification = "xUnit calls it a collection.")]
public sealed class DemoSystemCollection : ICollectionFixture<DemoSystem>
{
    public const string Name = "demo system";
}
