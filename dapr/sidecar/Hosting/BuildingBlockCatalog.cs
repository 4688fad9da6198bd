using Personalization.Sidecar.Actors;
using Personalization.Sidecar.Bindings;
using Personalization.Sidecar.Configuration;
using Personalization.Sidecar.Http;
using Personalization.Sidecar.Invocation;
using Personalization.Sidecar.Jobs;
using Personalization.Sidecar.Locks;
using Personalization.Sidecar.Metadata;
using Personalization.Sidecar.PubSub;
using Personalization.Sidecar.Secrets;
using Personalization.Sidecar.State;
using Personalization.Sidecar.Workflows;

namespace Personalization.Sidecar.Hosting;

/// <summary>The building blocks of a sidecar, in start order; they stop in reverse.</summary>
internal static class BuildingBlockCatalog
{
    public static IReadOnlyList<IBuildingBlock> Create(AppRuntime app) =>
    [
        new MetadataBlock(app),
        new InvocationBlock(app),
        new StateBlock(app),
        new SecretsBlock(app),
        new ConfigurationBlock(app),
        new LocksBlock(app),
        new ActorsBlock(app),
        new WorkflowBlock(app),
        new PubSubBlock(app),
        new BindingsBlock(app),
        new JobsBlock(app),
        new UnimplementedBlock(),
    ];
}
