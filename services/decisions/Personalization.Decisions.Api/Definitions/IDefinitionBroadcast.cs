using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Api.Definitions;

/// <summary>Tells every replica that a set of definitions changed. Nothing depends on it: they also look every second.</summary>
internal interface IDefinitionBroadcast
{
    /// <summary>Returns when the broker took it, or could not be reached.</summary>
    Task TellAsync(DefinitionsChanged changed, CancellationToken cancellationToken);
}
