using Microsoft.Data.Sqlite;
using Personalization.Drills.Running;

namespace Personalization.Drills.Away;

/// <summary>Takes one part of a running system away, and gives it back.</summary>
public abstract class Failure(RunningSystem system)
{
    protected RunningSystem System => system;

    public abstract Task BeginAsync();

    public abstract Task HealAsync();

    /// <summary>The part does not answer, and its connections stand.</summary>
    public static Failure Hung(RunningSystem system, string process) => new Frozen(system, process);

    /// <summary>The part is gone, and gone again as often as it is started.</summary>
    public static Failure Dead(RunningSystem system, string process) => new Killed(system, process);

    /// <summary>Another process holds the database file: nothing can be written to it.</summary>
    public static Failure Locked(RunningSystem system, string file) => new Held(system, file);

    /// <summary>No file of a process can be written: the disk is full.</summary>
    public static Failure Full(RunningSystem system, string process) => new Filled(system, process);

    private sealed class Frozen(RunningSystem system, string process) : Failure(system)
    {
        private int _id;

        public override Task BeginAsync()
        {
            Signals.Freeze(_id = System.ProcessId(process));
            return Task.CompletedTask;
        }

        public override Task HealAsync()
        {
            Signals.Thaw(_id);
            return Task.CompletedTask;
        }
    }

    private sealed class Killed(RunningSystem system, string process) : Failure(system)
    {
        private volatile bool _healed;
        private Task _hunt = Task.CompletedTask;

        public override Task BeginAsync()
        {
            Signals.End(System.ProcessId(process));
            _hunt = HuntAsync();
            return Task.CompletedTask;
        }

        public override Task HealAsync()
        {
            _healed = true;
            return _hunt;
        }

        private async Task HuntAsync()
        {
            while (!_healed)
            {
                if (System.FindProcess(process) is { } id)
                {
                    Signals.TryEnd(id);
                }

                await Task.Delay(20);
            }
        }
    }

    private sealed class Held(RunningSystem system, string file) : Failure(system)
    {
        private readonly TaskCompletionSource _healed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Task _holding = Task.CompletedTask;

        public override async Task BeginAsync()
        {
            var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _holding = HoldAsync(held);
            await await Task.WhenAny(held.Task, _holding);
        }

        public override Task HealAsync()
        {
            _healed.TrySetResult();
            return _holding;
        }

        private async Task HoldAsync(TaskCompletionSource held)
        {
            SQLitePCL.Batteries_V2.Init();
            await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(System.Data, file), Pooling = false }.ToString());
            await connection.OpenAsync();
            await using var transaction = connection.BeginTransaction(deferred: false);
            held.TrySetResult();
            await _healed.Task;
            await transaction.RollbackAsync();
        }
    }

    private sealed class Filled(RunningSystem system, string process) : Failure(system)
    {
        private readonly HashSet<int> _filled = [];
        private volatile bool _healed;
        private Task _filling = Task.CompletedTask;

        public override Task BeginAsync()
        {
            Fill();
            _filling = KeepFullAsync();
            return Task.CompletedTask;
        }

        public override async Task HealAsync()
        {
            _healed = true;
            await _filling;
            foreach (var id in _filled)
            {
                Signals.TryLimitFiles(id, full: false);
            }
        }

        /// <summary>A process that ended over it and was started again finds the same disk.</summary>
        private async Task KeepFullAsync()
        {
            while (!_healed)
            {
                Fill();
                await Task.Delay(100);
            }
        }

        private void Fill()
        {
            if (System.FindProcess(process) is { } id && _filled.Add(id))
            {
                Signals.TryLimitFiles(id, full: true);
            }
        }
    }
}
