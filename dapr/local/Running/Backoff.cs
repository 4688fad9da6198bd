namespace Personalization.Local.Running;

/// <summary>How long to wait before a child that died is started again: 0.2 s, doubling to 5 s, anew after 30 s of stable life. What keeps it from living may be mended
/// any moment, and whoever mends it waits: the end of the doubling and the start together stay within the 15 s in which all is normal again.</summary>
internal sealed class Backoff
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(30);

    private TimeSpan _next = Shortest;

    public TimeSpan AfterDeath(TimeSpan lived)
    {
        var wait = lived >= Stable ? Shortest : _next;
        _next = wait * 2 > Longest ? Longest : wait * 2;
        return wait;
    }
}
