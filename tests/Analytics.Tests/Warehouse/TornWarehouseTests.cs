using Personalization.Analytics.Counts;
using Personalization.Testing;
using static Personalization.Analytics.Tests.Warehouse.Rows;

namespace Personalization.Analytics.Tests.Warehouse;

/// <summary>The last commit of the warehouse is torn, as a loss of power leaves it: what was acknowledged is there, and the events that come again are counted once.</summary>
[Trait("req", "R8.1")]
public sealed class TornWarehouseTests : IAsyncDisposable
{
    private const int Seed = 20_261_121;
    private const int Acknowledged = 200;

    private static readonly EventCountQuery All = new() { StoreId = "main" };

    private readonly WarehouseFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_LastCommitTorn_HasAllThatWasAcknowledgedAndGoesOn(bool rubbish)
    {
        var warehouse = await _fixture.OpenAsync();
        for (var n = 0; n < Acknowledged; n += 10)
        {
            await warehouse.WriteAsync([.. Enumerable.Range(n, 10).Select(i => Row($"e{i}"))], CancellationToken.None);
        }

        var log = _fixture.File + ".wal";
        var safe = new FileInfo(log).Length;
        await warehouse.WriteAsync([.. Enumerable.Range(Acknowledged, 50).Select(i => Row($"e{i}") with { RawEventData = new string('t', 1_000) })], CancellationToken.None);
        var end = new FileInfo(log).Length;
        end.ShouldBeGreaterThan(safe);

        foreach (var place in TornFile.Places(safe, end, Seed))
        {
            await using var torn = new WarehouseFixture();
            File.Copy(_fixture.File, torn.File);
            TornFile.Copy(log, torn.File + ".wal", place, rubbish ? new Random(Seed) : null);

            var again = await torn.OpenAsync();
            var found = (await again.CountAsync(All, CancellationToken.None)).Count;
            await again.WriteAsync([.. Enumerable.Range(0, Acknowledged + 50).Select(i => Row($"e{i}"))], CancellationToken.None);

            found.ShouldBeOneOf(Acknowledged, Acknowledged + 50);
            (await again.CountAsync(All, CancellationToken.None)).Count.ShouldBe(Acknowledged + 50, "what was delivered again is there once");
        }
    }
}
