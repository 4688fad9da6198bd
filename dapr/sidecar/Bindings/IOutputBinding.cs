using Personalization.Sidecar.Components;

namespace Personalization.Sidecar.Bindings;

/// <summary>A component that apps call. One class a component type.</summary>
internal interface IOutputBinding : IComponent
{
    IReadOnlyList<string> Operations { get; }

    /// <returns>Null: it is done and there is nothing to say.</returns>
    /// <exception cref="BindingFailedException">The other side answered with a failure.</exception>
    Task<BindingAnswer?> InvokeAsync(BindingRequest request, CancellationToken cancellationToken);
}
