using System.Net;
using System.Net.Sockets;

namespace Personalization.Load.Running;

/// <summary>What a measure runs with: how long, how often, and a folder of its own that is gone afterwards.</summary>
public sealed class LoadContext(LoadArguments arguments) : IDisposable
{
    /// <summary>A server that has not met the calls before is warmed up this long; nothing of it counts.</summary>
    public TimeSpan WarmUp { get; } = TimeSpan.FromSeconds(Math.Min(3, arguments.Duration.TotalSeconds));

    /// <inheritdoc cref="LoadArguments.Duration"/>
    public TimeSpan Duration => arguments.Duration;

    /// <inheritdoc cref="LoadArguments.Rounds"/>
    public int Rounds => arguments.Rounds;

    /// <inheritdoc cref="LoadArguments.Scale"/>
    public int Scale => arguments.Scale;

    /// <inheritdoc cref="LoadArguments.Sidecar"/>
    public string Sidecar => arguments.Sidecar;

    /// <summary>For files of the servers.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("personalization-load-").FullName;

    /// <summary>A loopback port that nobody listens on now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Says on standard error what a long run is at.</summary>
    public static void Say(string what) => Console.Error.WriteLine($"  {what}");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
