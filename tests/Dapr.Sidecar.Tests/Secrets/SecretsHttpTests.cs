using System.Net;
using System.Text.Json;
using Personalization.Sidecar.Components;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Secrets;
using Personalization.Sidecar.State;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Secrets;

/// <summary>The secrets API over HTTP, its scopes, and references from components.</summary>
public sealed class SecretsHttpTests : IDisposable
{
    private const string File = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: vault}
        spec: {type: secretstores.local.file, version: v1, metadata: [{name: secretsFile, value: "SECRETS"}]}
        """;

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("req", "R10.2")]
    public async Task Get_OneAndAll_AnswerTheirValues()
    {
        await using var sidecar = await StartAsync("""{"a":"1","b":{"c":"2"}}""");
        using var client = sidecar.Client();

        (await client.GetStringAsync("/v1.0/secrets/vault/a", Token)).ShouldBe("""{"a":"1"}""");
        (await client.GetStringAsync("/v1.0/secrets/vault/b:c?metadata.version_id=3", Token)).ShouldBe("""{"b:c":"2"}""");
        (await client.GetStringAsync("/v1.0/secrets/vault/bulk", Token)).ShouldBe("""{"a":{"a":"1"},"b:c":{"b:c":"2"}}""");
    }

    [Theory]
    [InlineData("/v1.0/secrets/vault/none", HttpStatusCode.InternalServerError, "ERR_SECRET_GET", "secret none not found")]
    [InlineData("/v1.0/secrets/other/a", HttpStatusCode.Unauthorized, "ERR_SECRET_STORE_NOT_FOUND", "other")]
    public async Task Get_WhatIsNotThere_IsRefusedAsByDaprd(string path, HttpStatusCode status, string code, string part)
    {
        await using var sidecar = await StartAsync("""{"a":"1"}""");
        using var client = sidecar.Client();

        await ExpectAsync(await client.GetAsync(path, Token), status, code, part);
    }

    [Fact]
    public async Task Get_NoStoreAtAll_SaysSo()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml.InMemoryStore);
        using var client = sidecar.Client();

        await ExpectAsync(await client.GetAsync("/v1.0/secrets/vault/a", Token), HttpStatusCode.InternalServerError, "ERR_SECRET_STORES_NOT_CONFIGURED", "not configured");
    }

    [Theory]
    [InlineData("defaultAccess: deny", "")]
    [InlineData("defaultAccess: deny\n      allowedSecrets: [b]", "b")]
    [InlineData("defaultAccess: Deny\n      deniedSecrets: [a]", "")]
    [InlineData("deniedSecrets: [a]", "b")]
    [InlineData("defaultAccess: allow\n      allowedSecrets: [a]\n      deniedSecrets: [a]", "a")]
    [Trait("req", "R10.2")]
    public async Task Get_Scopes_DecideWhichSecretsAreSeen(string scope, string visible)
    {
        const string Head = """
            apiVersion: dapr.io/v1alpha1
            kind: Configuration
            metadata: {name: c}
            spec:
              secrets:
                scopes:
                - storeName: vault

            """;
        var configuration = _folder.Write("configuration.yaml", Head + "      " + scope);
        await using var sidecar = await StartAsync("""{"a":"1","b":"2"}""", "", configuration);
        using var client = sidecar.Client();

        using var all = JsonDocument.Parse(await client.GetStringAsync("/v1.0/secrets/vault/bulk", Token));
        string.Join(',', all.RootElement.EnumerateObject().Select(p => p.Name).Order()).ShouldBe(visible);
        foreach (var secret in (string[])["a", "b"])
        {
            var response = await client.GetAsync($"/v1.0/secrets/vault/{secret}", Token);
            if (visible.Contains(secret, StringComparison.Ordinal))
            {
                response.StatusCode.ShouldBe(HttpStatusCode.OK);
            }
            else
            {
                await ExpectAsync(response, HttpStatusCode.Forbidden, "ERR_PERMISSION_DENIED", $"access denied by policy to get \"{secret}\" from \"vault\"");
            }
        }
    }

    [Fact]
    [Trait("req", "R10.2")]
    public async Task SecretKeyRef_OfAComponent_IsItsValueBeforeItOpens()
    {
        var store = Yaml.SqliteStore.Replace("value: \"{folder}/state.db\"", "secretKeyRef: {name: \"db:path\"}", StringComparison.Ordinal)
            + "\nauth: {secretStore: vault}";
        await using var sidecar = await StartAsync($$$"""{"db":{"path":"{{{_folder.File("from-secret.db")}}}"}}""", store);
        using var client = sidecar.Client();

        (await client.PostAsync("/v1.0/state/store", TestSidecar.Json("""[{"key":"k","value":1}]"""), Token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        System.IO.File.Exists(_folder.File("from-secret.db")).ShouldBeTrue();
        sidecar.App("app").Components.TryGet<IStateStore>("store", out var opened).ShouldBeTrue();
        opened!.IsActorStateStore.ShouldBeTrue();
    }

    [Fact]
    public async Task SecretKeyRef_OfASecretStore_IsAskedOfTheOtherOneFirst()
    {
        const string Second = """
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: second}
            spec: {type: secretstores.local.file, version: v1, metadata: [{name: secretsFile, secretKeyRef: {name: file, key: file}}]}
            auth: {secretStore: vault}
            """;
        var third = Second.Replace("second", "third", StringComparison.Ordinal).Replace("name: file, key: file", "name: next", StringComparison.Ordinal)
            .Replace("secretStore: vault", "secretStore: second", StringComparison.Ordinal);
        _folder.Write("second.json", $$"""{"next":"{{_folder.Write("third.json", """{"deep":"x"}""")}}"}""");

        await using var sidecar = await StartAsync($$"""{"file":"{{_folder.File("second.json")}}"}""", third + "\n---\n" + Second);
        using var client = sidecar.Client();

        (await client.GetStringAsync("/v1.0/secrets/third/deep", Token)).ShouldBe("""{"deep":"x"}""");
    }

    [Theory]
    [InlineData("", "auth.secretStore does not say")]
    [InlineData("auth: {secretStore: nowhere}", "there is no secret store 'nowhere'")]
    public async Task SecretKeyRef_WithoutItsStore_StopsTheStartAndNamesTheLine(string auth, string reason)
    {
        var store = Yaml.SqliteStore.Replace("value: \"{folder}/state.db\"", "secretKeyRef: {name: x}", StringComparison.Ordinal) + "\n" + auth;

        var refused = await Should.ThrowAsync<ResourcesRefusedException>(() => StartAsync("{}", store));

        refused.Message.ShouldContain("resources.yaml:");
        refused.Message.ShouldContain("spec.metadata.connectionString.secretKeyRef");
        refused.Message.ShouldContain(reason);
    }

    [Fact]
    public async Task SecretKeyRef_OfASecretThatIsNotThere_LeavesTheFieldEmpty()
    {
        var store = Yaml.SqliteStore.Replace("value: \"{folder}/state.db\"", "secretKeyRef: {name: x}", StringComparison.Ordinal) + "\nauth: {secretStore: vault}";

        var refused = await Should.ThrowAsync<ComponentInitException>(() => StartAsync("{}", store));

        refused.Message.ShouldContain("connectionString");
    }

    private static async Task ExpectAsync(HttpResponseMessage response, HttpStatusCode status, string code, string part)
    {
        response.StatusCode.ShouldBe(status);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        body.RootElement.GetProperty("errorCode").GetString().ShouldBe(code);
        body.RootElement.GetProperty("message").GetString()!.ShouldContain(part);
    }

    private Task<TestSidecar> StartAsync(string secrets, string more = "", string? configuration = null)
    {
        var file = _folder.Write("secrets.json", secrets);
        return TestSidecar.StartAsync(
            File.Replace("SECRETS", file, StringComparison.Ordinal) + "\n---\n" + more,
            [new AppOptions { AppId = "app", ConfigFiles = configuration is null ? [] : [configuration] }]);
    }
}
