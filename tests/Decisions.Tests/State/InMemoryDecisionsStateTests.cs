using Personalization.Decisions.Api.State;

namespace Personalization.Decisions.Tests.State;

/// <summary>The fake does what the port promises.</summary>
public sealed class InMemoryDecisionsStateTests : DecisionsStateSuite
{
    private protected override IDecisionsState Create() => new InMemoryDecisionsState();
}
