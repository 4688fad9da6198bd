using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.State;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.State;

/// <summary>What every state store does. Each implementation inherits it.</summary>
public abstract class StateStoreConformance : IAsyncLifetime
{
    private IStateStore? _store;

    internal AheadTime Time { get; } = new();

    internal IStateStore Store => _store!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>An etag of the form the store issues, of no entry.</summary>
    protected virtual string StaleETag => Guid.Empty.ToString();

    public async ValueTask InitializeAsync()
    {
        await PrepareAsync();
        var services = new SidecarServices(Time, NullLoggerFactory.Instance, new SidecarRegistry(), new SharedResources());
        _store = Create(services);
        await _store.InitAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Cleanup();
        GC.SuppressFinalize(this);
    }

    internal abstract IStateStore Create(SidecarServices services);

    /// <summary>Runs before the store is made.</summary>
    protected virtual ValueTask PrepareAsync() => ValueTask.CompletedTask;

    /// <summary>Lets time pass for the store.</summary>
    protected virtual Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        return Task.CompletedTask;
    }

    protected virtual void Cleanup()
    {
    }

    [Fact]
    public async Task Get_AbsentKey_IsNull() => (await Store.GetAsync("absent", Token)).ShouldBeNull();

    [Theory]
    [InlineData("""{"a":[1,2,"x"]}""")]
    [InlineData("plain text, no JSON: ü€😀")]
    [InlineData("")]
    public async Task Upsert_Text_ComesBackAsStored(string value)
    {
        await Store.ApplyAsync([StateOperation.Upsert("k", Encoding.UTF8.GetBytes(value))], Token);

        var entry = await Store.GetAsync("k", Token);

        Encoding.UTF8.GetString(entry!.Value.Span).ShouldBe(value);
        entry.Expires.ShouldBeNull();
    }

    [Fact]
    public async Task Upsert_AnyBytes_ComeBackAsStored()
    {
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        await Store.ApplyAsync([StateOperation.Upsert("k", bytes)], Token);

        (await Store.GetAsync("k", Token))!.Value.ToArray().ShouldBe(bytes);
    }

    [Fact]
    public async Task Upsert_Again_ChangesETag()
    {
        await PutAsync("k", "1");
        var first = await ETagAsync("k");

        await PutAsync("k", "1");

        (await ETagAsync("k")).ShouldNotBe(first);
    }

    [Fact]
    public async Task Upsert_CurrentETag_Writes()
    {
        await PutAsync("k", "1");

        await PutAsync("k", "2", await ETagAsync("k"));

        (await TextAsync("k")).ShouldBe("2");
    }

    [Fact]
    public async Task Upsert_StaleETag_IsMismatchAndKeepsValue()
    {
        await PutAsync("k", "1");
        var stale = await ETagAsync("k");
        await PutAsync("k", "2");

        await Should.ThrowAsync<ETagMismatchException>(() => PutAsync("k", "3", stale));

        (await TextAsync("k")).ShouldBe("2");
    }

    [Fact]
    public virtual async Task Upsert_ETagOnAbsentKey_IsMismatch() =>
        await Should.ThrowAsync<ETagMismatchException>(() => PutAsync("absent", "1", StaleETag));

    [Fact]
    public virtual async Task Upsert_FirstWrite_WritesOnlyOnce()
    {
        await PutAsync("k", "1", firstWrite: true);

        await Should.ThrowAsync<ETagMismatchException>(() => PutAsync("k", "2", firstWrite: true));

        (await TextAsync("k")).ShouldBe("1");
    }

    [Fact]
    public async Task Upsert_FirstWriteByMany_OneWins()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(async i =>
        {
            try
            {
                await Task.Yield();
                await PutAsync("k", $"{i}", firstWrite: true);
                return true;
            }
            catch (Exception e) when (e is ETagMismatchException or InvalidOperationException)
            {
                return false;
            }
        }));

        results.Count(won => won).ShouldBe(1);
    }

    [Fact]
    public async Task Delete_CurrentETag_Removes()
    {
        await PutAsync("k", "1");

        await Store.ApplyAsync([StateOperation.Delete("k", await ETagAsync("k"))], Token);

        (await Store.GetAsync("k", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Delete_StaleETag_IsMismatchAndKeepsValue()
    {
        await PutAsync("k", "1");

        await Should.ThrowAsync<ETagMismatchException>(() => Store.ApplyAsync([StateOperation.Delete("k", StaleETag)], Token));

        (await TextAsync("k")).ShouldBe("1");
    }

    [Fact]
    public async Task Delete_AbsentKey_IsFine() => await Store.ApplyAsync([StateOperation.Delete("absent")], Token);

    [Fact]
    public virtual async Task Ttl_Passed_HidesEntryAndAllowsFirstWrite()
    {
        await Store.ApplyAsync([StateOperation.Upsert("k", "1"u8.ToArray(), ttlSeconds: 60)], Token);
        var expires = (await Store.GetAsync("k", Token))!.Expires!.Value;
        expires.ShouldBe(Time.GetUtcNow().AddSeconds(60), TimeSpan.FromSeconds(2));
        var etag = await ETagAsync("k");

        await PassAsync(TimeSpan.FromSeconds(62));

        (await Store.GetAsync("k", Token)).ShouldBeNull();
        await Should.ThrowAsync<ETagMismatchException>(() => PutAsync("k", "2", etag));
        await PutAsync("k", "3", firstWrite: true);
        (await TextAsync("k")).ShouldBe("3");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public async Task Ttl_WriteOfNone_KeepsForEver(int? ttl)
    {
        await Store.ApplyAsync([StateOperation.Upsert("k", "1"u8.ToArray(), ttlSeconds: 60)], Token);

        await Store.ApplyAsync([StateOperation.Upsert("k", "2"u8.ToArray(), ttlSeconds: ttl)], Token);

        await PassAsync(TimeSpan.FromDays(1));
        (await TextAsync("k")).ShouldBe("2");
    }

    [Fact]
    public virtual async Task Ttl_WriteThatNamesNone_KeepsForEver()
    {
        await Store.ApplyAsync([StateOperation.Upsert("k", "1"u8.ToArray(), ttlSeconds: 60)], Token);

        await PutAsync("k", "2");

        await PassAsync(TimeSpan.FromDays(1));
        (await TextAsync("k")).ShouldBe("2");
    }

    [Fact]
    public virtual async Task Apply_OneOfManyFails_NoneIsWritten()
    {
        await PutAsync("a", "old");

        await Should.ThrowAsync<ETagMismatchException>(() => Store.ApplyAsync(
            [
                StateOperation.Upsert("a", "new"u8.ToArray()),
                StateOperation.Upsert("b", "new"u8.ToArray()),
                StateOperation.Delete("a"),
                StateOperation.Upsert("c", "new"u8.ToArray(), StaleETag),
            ],
            Token));

        (await TextAsync("a")).ShouldBe("old");
        (await Store.GetAsync("b", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Apply_SameKeyTwice_LastHolds()
    {
        await Store.ApplyAsync([StateOperation.Upsert("a", "1"u8.ToArray()), StateOperation.Delete("a"), StateOperation.Upsert("a", "2"u8.ToArray())], Token);

        (await TextAsync("a")).ShouldBe("2");
    }

    [Fact]
    public async Task GetMany_KeepsOrderOfKeys()
    {
        await PutAsync("a", "1");
        await PutAsync("c", "3");

        var entries = await Store.GetManyAsync(["c", "b", "a"], Token);

        entries.Select(e => e is null ? null : Encoding.UTF8.GetString(e.Value.Span)).ShouldBe(["3", null, "1"]);
    }

    [Fact]
    public async Task Upsert_ByMany_NoUpdateIsLost()
    {
        await PutAsync("n", "0");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var done = 0; done < 25;)
            {
                var entry = (await Store.GetAsync("n", Token))!;
                try
                {
                    await PutAsync("n", $"{int.Parse(entry.Value.Span) + 1}", entry.ETag);
                    done++;
                }
                catch (ETagMismatchException)
                {
                    await Task.Yield();
                }
            }
        }));

        (await TextAsync("n")).ShouldBe("200");
    }

    protected Task PutAsync(string key, string value, string? etag = null, bool firstWrite = false) =>
        Store.ApplyAsync([StateOperation.Upsert(key, Encoding.UTF8.GetBytes(value), etag, firstWrite)], Token);

    protected async Task<string> ETagAsync(string key) => (await Store.GetAsync(key, Token))!.ETag;

    protected async Task<string> TextAsync(string key) => Encoding.UTF8.GetString((await Store.GetAsync(key, Token))!.Value.Span);
}
