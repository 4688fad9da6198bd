namespace Personalization.Sidecar.Http;

/// <summary>Answers one API call. Throws <see cref="Api.DaprApiException"/> to refuse.</summary>
internal delegate Task ApiHandler(ApiContext context);
