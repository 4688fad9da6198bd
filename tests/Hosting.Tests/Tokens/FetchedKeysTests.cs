using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Hosting.Tests.Support;
using Personalization.Hosting.Tokens;
using Personalization.Testing;

namespace Personalization.Hosting.Tests.Tokens;

public sealed class FetchedKeysTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly TestIssuer _issuer = new();
    private readonly TokenOptions _options = new();
    private readonly FetchedKeys _keys;
    private bool _away;
    private int _fetches;

    public FetchedKeysTests()
    {
        _issuer.AddRsa("r1");
        _keys = new FetchedKeys(
            _ =>
            {
                Interlocked.Increment(ref _fetches);
                return _away ? throw new HttpRequestException("away") : Task.FromResult<byte[]?>(Encoding.UTF8.GetBytes(_issuer.Jwks));
            },
            _options, _time, NullLogger.Instance);
    }

    [Fact]
    public async Task Get_ManyAtOnce_FetchOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => GetAsync()));

        _fetches.ShouldBe(1);
    }

    [Fact]
    public async Task Refresh_ForAnUnknownKey_IsBoundedInRate()
    {
        await GetAsync();
        _issuer.AddRsa("r2");
        for (var i = 0; i < 100; i++)
        {
            (await _keys.RefreshAsync(Stop))!.Find("r2").ShouldBeEmpty();
        }

        _fetches.ShouldBe(1);
        _time.Advance(_options.FetchInterval);
        (await _keys.RefreshAsync(Stop))!.Find("r2").ShouldHaveSingleItem();
        _fetches.ShouldBe(2);
    }

    [Fact]
    public async Task Get_SourceAway_KeepsTheKeysForAWhileAndNotForEver()
    {
        await GetAsync();
        _away = true;
        _time.Advance(_options.KeysFor + TimeSpan.FromMinutes(1));
        (await GetAsync()).ShouldNotBeNull();

        _time.Advance(_options.StaleFor);
        (await GetAsync()).ShouldBeNull();

        _away = false;
        _time.Advance(_options.FetchInterval);
        (await GetAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Get_OldKeys_AreFetchedBehindTheAnswer()
    {
        await GetAsync();
        _issuer.Remove("r1");
        _issuer.AddRsa("r2");
        _time.Advance(_options.KeysFor);
        (await GetAsync())!.Find("r1").ShouldHaveSingleItem();

        await Eventually.TrueAsync(() => _fetches == 2);
        await Eventually.TrueAsync(async () => (await GetAsync())!.Find("r1").Count == 0, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Get_DocumentThatIsNone_KeepsTheKeys()
    {
        await GetAsync();
        _issuer.Remove("r1");
        _time.Advance(_options.FetchInterval);

        (await _keys.RefreshAsync(Stop))!.Find("r1").ShouldHaveSingleItem();
    }

    public void Dispose() => _issuer.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<KeySet?> GetAsync() => _keys.GetAsync(Stop).AsTask();
}
