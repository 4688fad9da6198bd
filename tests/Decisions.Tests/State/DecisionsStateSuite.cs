using Personalization.Decisions.Api.Logging;
using Personalization.Decisions.Api.State;

namespace Personalization.Decisions.Tests.State;

/// <summary>What every implementation of the state port does; the fake and the one through the sidecar both inherit it.</summary>
public abstract class DecisionsStateSuite
{
    private readonly string _prefix = $"suite-{Guid.NewGuid():N}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected abstract IDecisionsState Create();

    [Fact]
    public async Task Get_NothingThere_IsNullWithAnEmptyETag()
    {
        var (value, etag) = await Create().GetAsync(Key("absent"), StateJson.Default.LaneList, Stop);

        value.ShouldBeNull();
        etag.ShouldBe("");
    }

    [Fact]
    public async Task TryCommit_OneStaleETag_ChangesNothing()
    {
        var state = Create();
        (await state.TryCommitAsync([Write("a", "1", "")], Stop)).ShouldBeTrue();

        (await state.TryCommitAsync([Write("b", "1", null), Write("a", "2", "")], Stop)).ShouldBeFalse();
        (await state.TryCommitAsync([Write("b", "1", null), Write("a", "2", "987654321")], Stop)).ShouldBeFalse();

        (await ReadAsync(state, "a")).Value!.Lanes.ShouldBe(["1"]);
        (await ReadAsync(state, "b")).Value.ShouldBeNull();
    }

    [Fact]
    public async Task TryCommit_ETagsThatStand_WritesAll()
    {
        var state = Create();
        await state.TryCommitAsync([Write("a", "1", "")], Stop);
        var etag = (await ReadAsync(state, "a")).ETag;

        (await state.TryCommitAsync([Write("a", "2", etag), Write("b", "1", ""), Write("c", "1", null)], Stop)).ShouldBeTrue();

        var values = await state.GetManyAsync([Key("c"), Key("nothing"), Key("a")], StateJson.Default.LaneList, Stop);
        values.Select(value => value.Value?.Lanes[0]).ShouldBe(["1", null, "2"]);
        values[1].ETag.ShouldBe("");
        values[2].ETag.ShouldBe((await ReadAsync(state, "a")).ETag);
        values[2].ETag.ShouldNotBe(etag);
    }

    private string Key(string name) => $"{_prefix}:{name}";

    private StateWrite Write(string name, string value, string? etag) => StateWrite.Of(Key(name), new LaneList([value]), StateJson.Default.LaneList, etag, TimeSpan.FromHours(1));

    private Task<(LaneList? Value, string ETag)> ReadAsync(IDecisionsState state, string name) => state.GetAsync(Key(name), StateJson.Default.LaneList, Stop);
}
