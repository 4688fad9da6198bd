using Personalization.Sidecar.Components;

namespace Personalization.Sidecar.Bindings;

/// <summary>A component that calls the app. One class a component type.</summary>
internal interface IInputBinding : IComponent
{
    /// <summary>
    /// Begins to hand over events. <paramref name="handle"/> gives the app's answer and throws when the app did not take the event; the component decides what then
    /// happens. Disposing the result ends it, after the events in work.
    /// </summary>
    Task<IAsyncDisposable> ReadAsync(Func<BindingEvent, CancellationToken, Task<ReadOnlyMemory<byte>>> handle, CancellationToken cancellationToken);
}
