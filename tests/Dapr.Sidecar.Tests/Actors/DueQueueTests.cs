using Personalization.Sidecar.Actors.Scheduling;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Actors;

public sealed class DueQueueTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly DueQueue<string, string> _queue;

    public DueQueueTests() => _queue = new DueQueue<string, string>(_time);

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task Next_SeveralDue_ComeInTheOrderOfTheirTimes()
    {
        _queue.Set("b", "second", At(2));
        _queue.Set("a", "first", At(1));
        _time.Advance(TimeSpan.FromSeconds(5));

        (await _queue.NextAsync(Token)).ShouldBe("first");
        (await _queue.NextAsync(Token)).ShouldBe("second");
    }

    [Fact]
    public async Task Next_NotDueYet_WaitsForItsTime()
    {
        _queue.Set("a", "item", At(10));
        var next = _queue.NextAsync(Token);

        next.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(10));

        (await next).ShouldBe("item");
    }

    [Fact]
    public async Task Set_EarlierThanTheOneWaitedFor_ComesFirst()
    {
        _queue.Set("late", "late", At(100));
        var next = _queue.NextAsync(Token);

        _queue.Set("soon", "soon", At(1));
        await Eventually.TrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return next.IsCompleted;
        }, "the earlier item comes");

        (await next).ShouldBe("soon");
    }

    [Fact]
    public void Set_SameKeyOverAndOver_KeepsOne()
    {
        for (var n = 0; n < 1_000; n++)
        {
            _queue.Set("a", $"{n}", At(3600 + n));
        }

        _queue.Count.ShouldBe(1);
        _queue.Remove("a");
        _queue.Count.ShouldBe(0);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateTimeOffset At(int seconds) => _time.GetUtcNow().AddSeconds(seconds);
}
