namespace Personalization.Sidecar.Http;

/// <summary>Answers a call that does not go through the route table.</summary>
/// <param name="http">The call.</param>
/// <param name="target">Its raw target: path and query as sent.</param>
internal delegate Task DirectHandler(HttpContext http, string target);
