using Personalization.Sidecar.Locks;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Locks;

/// <summary>What every lock store does. Each implementation inherits it.</summary>
public abstract class LockStoreConformance : IAsyncLifetime
{
    private readonly SidecarGroup _group = new();
    private ILockStore? _store;

    internal ILockStore Store => _store!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected static TimeSpan Minute { get; } = TimeSpan.FromMinutes(1);

    public async ValueTask InitializeAsync()
    {
        await PrepareAsync();
        _store = Create(_group.Services);
        await _store.InitAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await _group.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal abstract ILockStore Create(SidecarServices services);

    protected virtual ValueTask PrepareAsync() => ValueTask.CompletedTask;

    /// <summary>Lets time pass for the store.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    [Fact]
    [Trait("req", "R10.2")]
    public async Task TryLock_FreeThenHeld_SucceedsOnceForAnyOwner()
    {
        (await Store.TryLockAsync("r", "anna", Minute, Token)).ShouldBeTrue();
        (await Store.TryLockAsync("r", "ben", Minute, Token)).ShouldBeFalse();
        (await Store.TryLockAsync("r", "anna", Minute, Token)).ShouldBeFalse("a lock is not reentrant");
        (await Store.TryLockAsync("other", "ben", Minute, Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task Unlock_ByItsOwner_FreesIt()
    {
        await Store.TryLockAsync("r", "anna", Minute, Token);

        (await Store.UnlockAsync("r", "ben", Token)).ShouldBe(UnlockStatus.LockBelongsToOthers);
        (await Store.TryLockAsync("r", "ben", Minute, Token)).ShouldBeFalse();
        (await Store.UnlockAsync("r", "anna", Token)).ShouldBe(UnlockStatus.Success);
        (await Store.UnlockAsync("r", "anna", Token)).ShouldBe(UnlockStatus.LockDoesNotExist);
        (await Store.TryLockAsync("r", "ben", Minute, Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task TryLock_AfterTheExpiry_SucceedsForAnother()
    {
        await Store.TryLockAsync("r", "anna", TimeSpan.FromSeconds(30), Token);

        await PassAsync(TimeSpan.FromSeconds(31));

        (await Store.TryLockAsync("r", "ben", Minute, Token)).ShouldBeTrue();
        (await Store.UnlockAsync("r", "anna", Token)).ShouldBe(UnlockStatus.LockBelongsToOthers);
    }

    [Fact]
    public async Task TryLock_ManyAtOnce_OneHolds()
    {
        var tries = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Store.TryLockAsync("r", $"owner{i}", Minute, Token)));

        tries.Count(held => held).ShouldBe(1);
    }
}
