using Microsoft.Extensions.Logging.Abstractions;

namespace Personalization.Sidecar.Http;

/// <summary>
/// The loggers of the API's server, but for the one that reports each request: while that one is there, the server makes an activity and a
/// scope for every call, which nobody reads. The face counts and logs calls itself.
/// </summary>
internal sealed class FaceLoggers(ILoggerFactory loggers) : ILoggerFactory
{
    private const string Requests = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public ILogger CreateLogger(string categoryName) => categoryName == Requests ? NullLogger.Instance : loggers.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    /// <summary>The loggers belong to the sidecar.</summary>
    public void Dispose()
    {
    }
}
