using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Personalization.Hosting.Doors;

/// <summary>
/// Looks at what is really listened on once the server stands, wherever the setting came from, and ends an open system that others can reach.
/// </summary>
internal sealed partial class DoorGuard(IServer server, DoorMode mode, ILogger<DoorGuard> logger) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        if (mode != DoorMode.Open)
        {
            return Task.CompletedTask;
        }

        Refuse(addresses);
        LogOpen(string.Join(", ", addresses));
        return Task.CompletedTask;
    }

    /// <exception cref="InvalidOperationException">One is not on loopback.</exception>
    internal static void Refuse(IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            if (!Uri.TryCreate(address.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri)
                || !(uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip))))
            {
                throw new InvalidOperationException($"{address} is listened on while {DoorRules.ModeSetting} is 'open': it is not on loopback. Listen on 127.0.0.1, or set {DoorRules.ModeSetting}=bearer.");
            }
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 9102, Level = LogLevel.Information, Message = "Auth:Mode is open: whoever reaches {Addresses} may do everything; all of it is on loopback")]
    private partial void LogOpen(string addresses);
}
