using System.Globalization;
using Personalization.Sidecar.Scheduling;

namespace Personalization.Sidecar.Bindings.Cron;

/// <summary>
/// <c>bindings.cron</c>: an empty event whenever the schedule says. As in daprd nothing is kept: a time that passes while app or sidecar is down is gone, every
/// replica hears it, a slow handler does not hold up the next event, and what the app answers does not matter.
/// </summary>
internal sealed partial class CronBinding(CronSchedule schedule, SidecarServices services) : IInputBinding
{
    private const string TimeZoneField = "timeZone";
    private const string TimeField = "readTimeUTC";

    private readonly ILogger _logger = services.Loggers.CreateLogger<CronBinding>();

    public IReadOnlyList<string> Capabilities { get; } = [];

    public Task InitAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IAsyncDisposable> ReadAsync(Func<BindingEvent, CancellationToken, Task<ReadOnlyMemory<byte>>> handle, CancellationToken cancellationToken) =>
        Task.FromResult<IAsyncDisposable>(new Clock(this, handle));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Go's text of a time, which is what daprd sends.</summary>
    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF '+0000 UTC'", CultureInfo.InvariantCulture);

    [LoggerMessage(EventId = 3411, Level = LogLevel.Warning, Message = "an event of a cron binding did not reach the app, or was not taken")]
    private static partial void LogNotTaken(ILogger logger, Exception exception);

    private sealed class Clock : IAsyncDisposable
    {
        private readonly CronBinding _owner;
        private readonly Func<BindingEvent, CancellationToken, Task<ReadOnlyMemory<byte>>> _handle;
        private readonly CancellationTokenSource _stopping = new();
        private readonly List<Task> _working = [];
        private readonly Task _loop;

        public Clock(CronBinding owner, Func<BindingEvent, CancellationToken, Task<ReadOnlyMemory<byte>>> handle)
        {
            _owner = owner;
            _handle = handle;
            _loop = Task.Run(() => RunAsync(owner.Time, _stopping.Token));
        }

        public async ValueTask DisposeAsync()
        {
            await _stopping.CancelAsync();
            await _loop;
            await Task.WhenAll(_working);
            _stopping.Dispose();
        }

        private async Task RunAsync(TimeProvider time, CancellationToken cancellationToken)
        {
            var last = time.GetUtcNow();
            try
            {
                while (_owner.Schedule.Next(last, time.LocalTimeZone) is { } next)
                {
                    await LongDelay.UntilAsync(next, time, cancellationToken);
                    _working.RemoveAll(done => done.IsCompleted);
                    _working.Add(FireAsync(time.GetUtcNow(), cancellationToken));
                    // Times that passed unseen, while the machine slept, are not made up for.
                    last = time.GetUtcNow() is var now && now > next ? now : next;
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Stopping.
            }
        }

        private async Task FireAsync(DateTimeOffset now, CancellationToken cancellationToken)
        {
            try
            {
                await _handle(new BindingEvent(ReadOnlyMemory<byte>.Empty, new Dictionary<string, string> { [TimeZoneField] = "Local", [TimeField] = Text(now) }), cancellationToken);
            }
            catch (Exception e)
            {
                LogNotTaken(_owner._logger, e);
            }
        }
    }

    private TimeProvider Time => services.Time;

    private CronSchedule Schedule => schedule;
}
