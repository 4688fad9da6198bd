using Personalization.EndToEnd.Tests.Running;

namespace Personalization.EndToEnd.Tests.Scenarios;

/// <summary>The scenarios on the system as one command starts it.</summary>
[Collection(DemoSystemCollection.Name)]
public sealed class DemoScenarioTests(DemoSystem demo) : DemoScenarios(demo.Shop);
