using System.Text.Json;
using Personalization.Sidecar.Components;
using Personalization.Sidecar.Secrets;
using Personalization.Sidecar.Secrets.Local;

namespace Personalization.Sidecar.Tests.Secrets;

public sealed class FileSecretStoreTests : SecretStoreConformance
{
    private readonly TempFolder _folder = new();

    internal override ISecretStore Create(string name, string value, Func<IComponentFactory, (string, string)[], IComponent> make) =>
        (ISecretStore)make(new FileSecretStoreFactory(), [("secretsFile", _folder.Write("secrets.json", JsonSerializer.Serialize(new Dictionary<string, string> { [name] = value })))]);

    protected override void Cleanup() => _folder.Dispose();

    [Fact]
    public async Task Get_UnknownSecret_IsNull() => (await Store.GetAsync("other", None, Token)).ShouldBeNull();

    [Fact]
    public async Task Init_NestedValues_AreFlattenedByTheSeparator()
    {
        await using var store = await OpenAsync("""{"redis":{"users":["anna","ben"],"port":6379,"tls":true},"a":"1"}""", "/", multiValued: false);

        var all = await store.GetAllAsync(None, Token);

        all.Keys.Order().ShouldBe(["a", "redis/port", "redis/tls", "redis/users/0", "redis/users/1"]);
        all["redis/port"]["redis/port"].ShouldBe("6379");
        all["redis/tls"]["redis/tls"].ShouldBe("true");
    }

    [Fact]
    public async Task Init_SeveralValuesASecret_KeepsThemTogether()
    {
        await using var store = await OpenAsync("""{"redis":{"user":"u","deep":{"password":"p"}},"a":"1","b":5}""", ":", multiValued: true);

        (await store.GetAsync("redis", None, Token)).ShouldBe(new Dictionary<string, string> { ["user"] = "u", ["deep:password"] = "p" }, ignoreOrder: true);
        (await store.GetAllAsync(None, Token)).Keys.Order().ShouldBe(["a", "redis"]);
        store.Capabilities.ShouldBe(["MULTIPLE_KEY_VALUES_PER_SECRET"]);
    }

    [Theory]
    [InlineData("""["a"]""")]
    [InlineData("""{"a":{"b":"1"},"a:b":"2"}""")]
    [InlineData("{")]
    public async Task Init_UnusableFile_IsRefused(string json) =>
        await Should.ThrowAsync<JsonException>(() => OpenAsync(json, ":", multiValued: false));

    private async Task<FileSecretStore> OpenAsync(string json, string separator, bool multiValued)
    {
        var store = new FileSecretStore(_folder.Write("more.json", json), separator, multiValued);
        await store.InitAsync(Token);
        return store;
    }
}
