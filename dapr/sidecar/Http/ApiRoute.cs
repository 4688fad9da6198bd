namespace Personalization.Sidecar.Http;

/// <summary>One route of the API.</summary>
/// <param name="Template">As registered; the label of metrics and log lines.</param>
/// <param name="Parameters">Names in the template's order.</param>
/// <param name="IsOpen">Needs no API token.</param>
internal sealed record ApiRoute(string Template, string[] Parameters, ApiHandler Handler, bool IsOpen);
