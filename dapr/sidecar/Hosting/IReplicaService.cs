namespace Personalization.Sidecar.Hosting;

/// <summary>Something that one replica of an app does for all of them.</summary>
internal interface IReplicaService : IAsyncDisposable
{
    Task StartAsync(CancellationToken cancellationToken);
}
