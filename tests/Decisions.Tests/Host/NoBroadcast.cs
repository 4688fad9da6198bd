using Personalization.Decisions.Api.Definitions;
using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Tests.Host;

/// <summary>A broker that is away.</summary>
internal sealed class NoBroadcast : IDefinitionBroadcast
{
    public Task TellAsync(DefinitionsChanged changed, CancellationToken cancellationToken) => Task.CompletedTask;
}
