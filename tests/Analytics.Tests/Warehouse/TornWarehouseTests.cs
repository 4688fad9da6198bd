using System.Text.RegularExpressions;
using Personalization.Analytics.Api.Warehouse;
using Personalization.Analytics.Counts;
using Personalization.Testing;
using static Personalization.Analytics.Tests.Warehouse.Rows;

namespace Personalization.Analytics.Tests.Warehouse;

/// <summary>The last commit of the warehouse is torn, as a loss of power leaves it: what was acknowledged is there, and the events that come again are counted once.</summary>
[Trait("req", "R8.1")]
public sealed partial class TornWarehouseTests : IAsyncDisposable
{
    private const int Seed = 20_261_121;
    private const int Acknowledged = 200;

    private static readonly EventCountQuery All = new() { StoreId = "main" };

    private readonly WarehouseFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData(TornFile.Tail.None)]
    [InlineData(TornFile.Tail.Zeros)]
    [InlineData(TornFile.Tail.Rubbish)]
    public async Task Open_LastCommitTorn_HasAllThatWasAcknowledgedAndGoesOn_OrSaysWhatIsWrong(TornFile.Tail tail)
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
            TornFile.Copy(log, torn.File + ".wal", place, tail, Seed);
            using (var closed = torn.Create())
            {
                await closed.StartAsync(CancellationToken.None);
                await torn.UntilOpenOrToldAsync(closed);
                if (!closed.IsOpen)
                {
                    tail.ShouldNotBe(TornFile.Tail.None, string.Join(Environment.NewLine, torn.Told));
                    var told = torn.Told.First();
                    told.ShouldContain(torn.File);
                    await Should.ThrowAsync<WarehouseUnavailableException>(() => closed.WriteAsync([Row("new")], CancellationToken.None));

                    // What the README says to do: the torn end goes, and nothing that was acknowledged is in it.
                    TornFile.Copy(log, torn.File + ".wal", long.Parse(Place().Match(told).Groups[1].Value), TornFile.Tail.None);
                }

                await closed.StopAsync(CancellationToken.None);
            }

            var again = await torn.OpenAsync();
            var found = (await again.CountAsync(All, CancellationToken.None)).Count;
            await again.WriteAsync([.. Enumerable.Range(0, Acknowledged + 50).Select(i => Row($"e{i}"))], CancellationToken.None);

            found.ShouldBeOneOf(Acknowledged, Acknowledged + 50);
            (await again.CountAsync(All, CancellationToken.None)).Count.ShouldBe(Acknowledged + 50, "what was delivered again is there once");
        }
    }

    [GeneratedRegex(@"Corrupt WAL file: entry at byte position (\d+)")]
    private static partial Regex Place();
}
