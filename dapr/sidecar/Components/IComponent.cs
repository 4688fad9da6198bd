namespace Personalization.Sidecar.Components;

/// <summary>One loaded component of one app's sidecar. Constructing it only reads settings; what can be slow or fail happens in <see cref="InitAsync"/>.</summary>
internal interface IComponent : IAsyncDisposable
{
    /// <summary>What <c>/v1.0/metadata</c> lists for it, e.g. <c>ETAG</c>, <c>TRANSACTIONAL</c>.</summary>
    IReadOnlyList<string> Capabilities { get; }

    /// <summary>Opens files and connections. A failure is fatal to the app's sidecar unless the resource says <c>ignoreErrors</c>.</summary>
    Task InitAsync(CancellationToken cancellationToken);
}
