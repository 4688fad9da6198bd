using Personalization.Profiles.Api;
using Personalization.Profiles.Api.Shoppers;

namespace Personalization.Profiles.Tests.Shoppers;

[Trait("req", "R2.4")]
public sealed class StoreWatchTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private readonly ProfilesOptions _options = new() { StoreSilence = TimeSpan.FromMilliseconds(50), StorePause = Long };
    private readonly MovableClock _clock = new();

    [Fact]
    public async Task Run_ManyWaitInSilence_AllAreGivenUpLongBeforeTheTimeout()
    {
        var watch = Watch();
        await watch.RunAsync(_ => Task.CompletedTask);

        var waiting = Enumerable.Range(0, 16).Select(_ => watch.RunAsync(NeverAsync)).ToList();

        foreach (var call in waiting)
        {
            await Should.ThrowAsync<OperationCanceledException>(call.WaitAsync(Long / 2, TestContext.Current.CancellationToken));
        }

        watch.HasFailedWithin(Long).ShouldBeTrue();
    }

    [Fact]
    public async Task Run_ManyWaitWhileThisProcessStallsAgainAndAgain_NoneIsGivenUp()
    {
        var watch = Watch();
        await watch.RunAsync(_ => Task.CompletedTask);
        var disk = new TaskCompletionSource();

        var waiting = Enumerable.Range(0, 16).Select(_ => watch.RunAsync(disk.Task.WaitAsync)).ToList();
        for (var stall = 0; stall < 40; stall++)
        {
            await Task.Delay(_options.StoreSilence / 5, TestContext.Current.CancellationToken);
            _clock.Advance(_options.StoreSilence * 4);
        }

        disk.SetResult();
        await Task.WhenAll(waiting);
        watch.HasFailedWithin(Long).ShouldBeFalse();
    }

    [Fact]
    public async Task Run_OneCallOfAStalledDisk_HasAllItsTime()
    {
        var watch = Watch();
        await watch.RunAsync(_ => Task.CompletedTask);
        var disk = new TaskCompletionSource();

        var call = watch.RunAsync(disk.Task.WaitAsync);
        await Task.Delay(_options.StoreSilence * 4, TestContext.Current.CancellationToken);

        call.IsCompleted.ShouldBeFalse();
        disk.SetResult();
        await call;
        watch.HasFailedWithin(Long).ShouldBeFalse();
    }

    /// <summary>A probe may take all of its time: no shopper's turn is in it.</summary>
    [Fact]
    public async Task Run_WhileAway_EveryCallFailsAtOnceUntilTheProbeIsAnswered()
    {
        _options.StorePause = TimeSpan.FromMilliseconds(5);
        var store = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var probed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watch = Watch(stop =>
        {
            probed.TrySetResult();
            return store.Task.WaitAsync(stop);
        });
        await Should.ThrowAsync<IOException>(watch.RunAsync(_ => throw new IOException()));

        await probed.Task.WaitAsync(Long, TestContext.Current.CancellationToken);
        for (var i = 0; i < 3; i++)
        {
            await Should.ThrowAsync<TimeoutException>(watch.RunAsync(_ => throw new InvalidOperationException("a shopper's call went to the store")));
        }

        store.SetResult();
        await World.UntilAsync(() => !watch.IsAway, "found back without any call");
        await watch.RunAsync(_ => Task.CompletedTask);
    }

    [Fact]
    public async Task Probe_StoreStaysAway_IsTriedAgain()
    {
        _options.StorePause = TimeSpan.FromMilliseconds(5);
        var probes = 0;
        var watch = Watch(_ => Interlocked.Increment(ref probes) < 4 ? throw new IOException() : Task.CompletedTask);
        await Should.ThrowAsync<IOException>(watch.RunAsync(_ => throw new IOException()));

        await World.UntilAsync(() => !watch.IsAway, "found back");

        probes.ShouldBe(4);
    }

    [Fact]
    public async Task Run_WhatCannotBeRead_IsNoAbsence()
    {
        var watch = Watch();

        await Should.ThrowAsync<FormatException>(watch.RunAsync(_ => throw new FormatException()));

        watch.HasFailedWithin(Long).ShouldBeFalse();
    }

    private static Task NeverAsync(CancellationToken stop) => new TaskCompletionSource().Task.WaitAsync(stop);

    private StoreWatch Watch(Func<CancellationToken, Task>? probe = null) => new(Long, probe ?? (_ => Task.CompletedTask), _options, _clock, TestContext.Current.CancellationToken);
}
