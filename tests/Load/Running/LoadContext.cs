using System.Net;
using System.Net.Sockets;
using Personalization.Load.Shop;

namespace Personalization.Load.Running;

/// <summary>What a measure runs with: how long, how often, and a folder of its own that is gone afterwards.</summary>
/// <param name="arguments">What was asked for.</param>
/// <param name="shop">A data folder for the shop, where the arguments name none.</param>
/// <param name="shops">Who keeps the shop between measures; null: nobody, so that no measure of the public API can run.</param>
public sealed class LoadContext(LoadArguments arguments, string? shop = null, ShopKeeper? shops = null) : IDisposable
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

    /// <summary>Data folder of the shop that several measures share.</summary>
    public string Shop => arguments.Shop ?? shop ?? Path.Combine(Folder, "shop");

    /// <summary>Opens the shop.</summary>
    public ShopKeeper Shops => shops ?? throw new InvalidOperationException("Nobody keeps a shop in this run.");

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
