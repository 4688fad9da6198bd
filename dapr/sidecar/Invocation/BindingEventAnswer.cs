namespace Personalization.Sidecar.Invocation;

/// <summary>An app's answer to an input binding's event.</summary>
/// <param name="Response">The answer itself.</param>
/// <param name="To">Output bindings that the answer's body goes on to.</param>
/// <param name="InParallel">Side by side; else one after the other, up to the first that fails.</param>
internal sealed record BindingEventAnswer(AppResponse Response, IReadOnlyList<string> To, bool InParallel);
