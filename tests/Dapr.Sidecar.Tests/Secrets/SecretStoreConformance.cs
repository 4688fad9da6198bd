using Personalization.Sidecar.Components;
using Personalization.Sidecar.Secrets;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Secrets;

/// <summary>What every secret store does. Each implementation inherits it.</summary>
public abstract class SecretStoreConformance : IAsyncLifetime
{
    private readonly SidecarGroup _group = new();
    private ISecretStore? _store;

    internal ISecretStore Store => _store!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>();

    /// <summary>Makes a store that has the secret <paramref name="name"/> with one value.</summary>
    internal abstract ISecretStore Create(string name, string value, Func<IComponentFactory, (string, string)[], IComponent> make);

    public async ValueTask InitializeAsync()
    {
        _store = Create("greeting", "Grüße: \"x\"", (factory, fields) =>
        {
            var context = new ComponentContext("app", "", _group.Services);
            var resource = SidecarGroup.Component("secrets", factory.Type, fields);
            return factory.Create(new ComponentSettings(resource, value => value), context);
        });
        await _store.InitAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await _group.DisposeAsync();
        Cleanup();
        GC.SuppressFinalize(this);
    }

    protected virtual void Cleanup()
    {
    }

    [Fact]
    [Trait("req", "R10.2")]
    public async Task Get_KnownSecret_HasOneValueOfItsOwnName()
    {
        var values = (await Store.GetAsync("greeting", None, Token))!.ShouldHaveSingleItem();

        values.ShouldBe(new("greeting", "Grüße: \"x\""));
    }

    [Fact]
    public async Task GetAll_KnownSecret_IsAmongThem() =>
        (await Store.GetAllAsync(None, Token))["greeting"].ShouldHaveSingleItem().Value.ShouldBe("Grüße: \"x\"");
}
