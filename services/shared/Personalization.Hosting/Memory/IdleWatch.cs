namespace Personalization.Hosting.Memory;

/// <summary>Decides when a process that was busy has become idle, from what it allocates between looks.</summary>
/// <param name="quietBytes">Allocated between two looks by a process that only keeps itself going, at most.</param>
/// <param name="quietLooks">So many such looks in a row make it idle.</param>
/// <param name="worthBytes">Allocated since the last time, at least: else there is nothing to give back.</param>
internal sealed class IdleWatch(long quietBytes, int quietLooks, long worthBytes)
{
    private long _before;
    private long _given;
    private int _quiet;

    /// <summary>True once, when work is over.</summary>
    /// <param name="allocated">Bytes allocated since the process began.</param>
    public bool HasBecomeIdle(long allocated)
    {
        _quiet = allocated - _before <= quietBytes ? _quiet + 1 : 0;
        _before = allocated;
        if (_quiet < quietLooks || allocated - _given < worthBytes)
        {
            return false;
        }

        _given = allocated;
        return true;
    }
}
