namespace Personalization.Load.Client;

/// <summary>When calls are sent.</summary>
/// <param name="Connections">Closed loop: how many calls are under way at all times. Open loop: the most connections that are opened.</param>
/// <param name="PerSecond">Open loop: calls fall due at this rate whatever the answers do, and are timed from then on, so that a server
/// that stalls is charged for all the calls that it kept waiting. Null: closed loop.</param>
public readonly record struct Pace(int Connections, double? PerSecond)
{
    /// <summary>The most connections of an open loop.</summary>
    private const int OpenConnections = 512;

    public static Pace Closed(int connections) => new(connections, null);

    public static Pace Open(double perSecond) => new(OpenConnections, perSecond);
}
