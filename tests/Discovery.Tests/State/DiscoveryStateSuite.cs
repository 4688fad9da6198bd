using Personalization.Discovery.Api.Catalogue;
using Personalization.Discovery.Api.State;

namespace Personalization.Discovery.Tests.State;

/// <summary>What every implementation of the state port does; the fake and the one through the sidecar both inherit it.</summary>
public abstract class DiscoveryStateSuite
{
    private readonly string _prefix = $"suite-{Guid.NewGuid():N}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected abstract Task<IDiscoveryState> CreateAsync();

    [Fact]
    public async Task Get_NothingThere_IsNullWithAnEmptyETag()
    {
        var state = await CreateAsync();

        var (value, etag) = await state.GetAsync(Key("absent"), StateJson.Default.StoreList, Stop);

        value.ShouldBeNull();
        etag.ShouldBe("");
    }

    [Fact]
    public async Task TrySave_EmptyETag_WritesOnlyWhereNothingStands()
    {
        var state = await CreateAsync();

        (await SaveAsync(state, "a", ["1"], "")).ShouldBeTrue();
        (await SaveAsync(state, "a", ["2"], "")).ShouldBeFalse();
        (await ReadAsync(state, "a")).Value!.Stores.ShouldBe(["1"]);
    }

    [Fact]
    public async Task TrySave_StaleETag_IsRefused()
    {
        var state = await CreateAsync();
        await SaveAsync(state, "a", ["1"], "");
        var first = (await ReadAsync(state, "a")).ETag;

        (await SaveAsync(state, "a", ["2"], first)).ShouldBeTrue();
        (await SaveAsync(state, "a", ["3"], first)).ShouldBeFalse();
        (await ReadAsync(state, "a")).Value!.Stores.ShouldBe(["2"]);
    }

    [Fact]
    public async Task TryCommit_OneStaleETag_ChangesNothing()
    {
        var state = await CreateAsync();
        await SaveAsync(state, "a", ["1"], "");

        var done = await state.TryCommitAsync([Put("b", ["1"]), Put("a", ["2"], "stale")], Stop);

        done.ShouldBeFalse();
        (await ReadAsync(state, "b")).Value.ShouldBeNull();
        (await ReadAsync(state, "a")).Value!.Stores.ShouldBe(["1"]);
    }

    [Fact]
    public async Task TryCommit_PutsAndDeletes_HappenTogether()
    {
        var state = await CreateAsync();
        await SaveAsync(state, "a", ["1"], "");
        var etag = (await ReadAsync(state, "a")).ETag;

        (await state.TryCommitAsync([Put("a", ["2"], etag), Put("b", ["1"])], Stop)).ShouldBeTrue();
        (await state.TryCommitAsync([StateChange.Delete(Key("b"))], Stop)).ShouldBeTrue();
        (await ReadAsync(state, "a")).Value!.Stores.ShouldBe(["2"]);
        (await ReadAsync(state, "b")).Value.ShouldBeNull();
    }

    [Fact]
    public async Task GetMany_SomeAbsent_KeepsTheOrder()
    {
        var state = await CreateAsync();
        await SaveAsync(state, "x", ["1"], "");
        await SaveAsync(state, "z", ["3"], "");

        var values = await state.GetManyAsync([Key("z"), Key("y"), Key("x")], StateJson.Default.StoreList, Stop);

        values.Select(value => value?.Stores[0]).ShouldBe(["3", null, "1"]);
    }

    [Fact]
    public async Task Bytes_OfAnyKind_ComeBackExactly()
    {
        var state = await CreateAsync();
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value), .. "{\"json\":  1}"u8];

        await state.TryCommitAsync([StateChange.Put(Key("bytes"), bytes, StateJson.Default.ByteArray)], Stop);

        (await state.GetAsync(Key("bytes"), StateJson.Default.ByteArray, Stop)).Value.ShouldBe(bytes);
    }

    private string Key(string name) => $"{_prefix}:{name}";

    private StateChange Put(string name, string[] stores, string? etag = null) => StateChange.Put(Key(name), new StoreList(stores), StateJson.Default.StoreList, etag);

    private Task<bool> SaveAsync(IDiscoveryState state, string name, string[] stores, string etag) =>
        state.TrySaveAsync(Key(name), new StoreList(stores), StateJson.Default.StoreList, etag, null, Stop);

    private Task<Stored<StoreList>> ReadAsync(IDiscoveryState state, string name) => state.GetAsync(Key(name), StateJson.Default.StoreList, Stop);
}
