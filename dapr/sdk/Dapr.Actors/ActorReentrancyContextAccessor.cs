namespace Dapr.Actors;

/// <summary>The reentrancy id of the call in progress; it goes along with every actor call made from within it.</summary>
internal static class ActorReentrancyContextAccessor
{
    private static readonly AsyncLocal<Holder?> Current = new();

    public static string? ReentrancyContext
    {
        get => Current.Value?.Context;
        set
        {
            // Clearing the holder ends the context also for work that was started within the call and outlives it.
            if (Current.Value is { } holder)
            {
                holder.Context = null;
            }

            if (value is not null)
            {
                Current.Value = new Holder { Context = value };
            }
        }
    }

    private sealed class Holder
    {
        public string? Context { get; set; }
    }
}
