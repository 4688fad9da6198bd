using System.Threading.Channels;
using Personalization.Sidecar.Configuration;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Configuration;

/// <summary>What every configuration store does. Each implementation inherits it.</summary>
public abstract class ConfigurationStoreConformance : IAsyncLifetime
{
    private readonly SidecarGroup _group = new();
    private IConfigurationStore? _store;

    internal IConfigurationStore Store => _store!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>();

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

    internal abstract IConfigurationStore Create(SidecarServices services);

    protected virtual ValueTask PrepareAsync() => ValueTask.CompletedTask;

    /// <summary>What an operator does, by other means than Dapr.</summary>
    protected abstract Task SetAsync(string key, string value, string version);

    protected abstract Task RemoveAsync(string key);

    [Fact]
    [Trait("req", "R10.2")]
    public async Task Get_SomeKeys_AnswersThoseThatAreThere()
    {
        await SetAsync("a", "1", "v7");
        await SetAsync("b", "2", "");

        var items = await Store.GetAsync(["a", "b", "absent"], None, Token);

        items.Keys.Order().ShouldBe(["a", "b"]);
        (items["a"].Value, items["a"].Version).ShouldBe(("1", "v7"));
        (items["b"].Value, items["b"].Version).ShouldBe(("2", ""));
    }

    [Fact]
    public async Task Get_NoKeys_AnswersAll()
    {
        for (var i = 0; i < 1_200; i++)
        {
            await SetAsync($"k{i}", $"{i}", "1");
        }

        (await Store.GetAsync([], None, Token)).Count.ShouldBe(1_200);
    }

    [Fact]
    [Trait("req", "R10.2")]
    public async Task Watch_SomeKeys_TellsTheirChangesAndRemovalsAlone()
    {
        await SetAsync("a", "0", "1");
        var told = Channel.CreateUnbounded<(string Key, string Value)>();
        await using var watch = await WatchAsync(["a", "c"], told);

        await SetAsync("b", "1", "1");
        await SetAsync("a", "1", "2");
        (await told.Reader.ReadAsync(Token)).ShouldBe(("a", "1"));
        await RemoveAsync("a");
        (await told.Reader.ReadAsync(Token)).ShouldBe(("a", ""));
        await SetAsync("c", "2", "1");
        (await told.Reader.ReadAsync(Token)).ShouldBe(("c", "2"));
    }

    [Fact]
    public async Task Watch_NoKeys_TellsAll()
    {
        var told = Channel.CreateUnbounded<(string Key, string Value)>();
        await using var watch = await WatchAsync([], told);

        await SetAsync("x", "1", "1");

        (await told.Reader.ReadAsync(Token)).ShouldBe(("x", "1"));
    }

    [Fact]
    public async Task Watch_HandlerThatThrows_StillHearsTheNextChange()
    {
        var told = Channel.CreateUnbounded<string>();
        await using var watch = await Store.WatchAsync(
            ["a"],
            None,
            async (items, _) =>
            {
                await told.Writer.WriteAsync(items["a"].Value, Token);
                throw new InvalidOperationException("The handler's fault.");
            },
            Token);

        await SetAsync("a", "1", "1");
        (await told.Reader.ReadAsync(Token)).ShouldBe("1");
        await SetAsync("a", "2", "1");
        (await told.Reader.ReadAsync(Token)).ShouldBe("2");
    }

    [Fact]
    public async Task Watch_HandlerThatThrowsAfterTheEnd_EndsInPeace()
    {
        var told = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        var watch = await Store.WatchAsync(
            ["a"],
            None,
            async (_, _) =>
            {
                told.TrySetResult();
                await ended.Task;
                throw new InvalidOperationException("The handler's fault.");
            },
            Token);
        await SetAsync("a", "1", "1");
        await told.Task.WaitAsync(Token);

        var ending = watch.DisposeAsync();
        ended.SetResult();

        await ending;
    }

    [Fact]
    public async Task Watch_Ended_IsSilent()
    {
        var ended = Channel.CreateUnbounded<(string Key, string Value)>();
        var open = Channel.CreateUnbounded<(string Key, string Value)>();
        await (await WatchAsync(["a"], ended)).DisposeAsync();
        await using var watch = await WatchAsync(["a"], open);

        await SetAsync("a", "1", "1");

        (await open.Reader.ReadAsync(Token)).ShouldBe(("a", "1"));
        ended.Reader.TryRead(out _).ShouldBeFalse();
    }

    private Task<IAsyncDisposable> WatchAsync(string[] keys, Channel<(string Key, string Value)> told) => Store.WatchAsync(
        keys,
        None,
        async (items, _) =>
        {
            foreach (var (key, item) in items)
            {
                await told.Writer.WriteAsync((key, item.Value), Token);
            }
        },
        Token);
}
