namespace Personalization.Sidecar.Invocation;

/// <summary>Who is invoked: an app of this process, or a server outside of Dapr.</summary>
/// <param name="AppId">The app's id, the endpoint's name, or its address: what policies and headers call it.</param>
/// <param name="Channel">The way there.</param>
/// <param name="IsApp">An app of this process.</param>
internal readonly record struct InvocationCallee(string AppId, IAppChannel Channel, bool IsApp);
