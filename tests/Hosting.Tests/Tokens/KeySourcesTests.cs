using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Hosting.Tokens;
using Personalization.Testing;

namespace Personalization.Hosting.Tests.Tokens;

/// <summary>Keys by address, from a server that behaves and from ones that do not.</summary>
public sealed class KeySourcesTests : IAsyncLifetime
{
    private readonly TestIssuer _issuer = new();
    private readonly WebApplication _server;

    public KeySourcesTests()
    {
        _issuer.AddRsa("r1");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Urls.Add("http://127.0.0.1:0");
        _server.MapGet("/jwks", () => Results.Text(_issuer.Jwks, "application/json"));
        _server.MapGet("/elsewhere", () => Results.Redirect("/jwks"));
        _server.MapGet("/large", () => Results.Text(new string(' ', Jwks.MaxBytes) + _issuer.Jwks, "application/json"));
        _server.MapGet("/page", () => Results.Text("<html>sign in</html>", "text/html"));
        _server.MapGet("/failing", () => Results.StatusCode(StatusCodes.Status500InternalServerError));
    }

    [Theory]
    [InlineData("/jwks", true)]
    [InlineData("/elsewhere", false)]
    [InlineData("/large", false)]
    [InlineData("/page", false)]
    [InlineData("/failing", false)]
    public async Task JwksUrl_OnlyADocumentOfKeysFromThereItself_IsTaken(string path, bool taken)
    {
        var keys = KeySources.Create(Options(path), TimeProvider.System, NullLogger.Instance);

        ((await keys.GetAsync(TestContext.Current.CancellationToken)) is not null).ShouldBe(taken);
    }

    [Fact]
    public async Task JwksUrl_KeyPublishedLater_IsFoundByTheTokenThatNamesIt()
    {
        var options = Options("/jwks");
        options.FetchInterval = TimeSpan.Zero;
        var validator = new TokenValidator(KeySources.Create(options, TimeProvider.System, NullLogger.Instance), options, TimeProvider.System);
        (await validator.ValidateAsync(_issuer.Token(), TestContext.Current.CancellationToken)).Caller.ShouldNotBeNull();
        _issuer.AddRsa("r2");

        (await validator.ValidateAsync(_issuer.Token(kid: "r2"), TestContext.Current.CancellationToken)).Caller.ShouldNotBeNull().Store.Value.ShouldBe("main");
    }

    public ValueTask InitializeAsync() => new(_server.StartAsync(TestContext.Current.CancellationToken));

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
        _issuer.Dispose();
    }

    private TokenOptions Options(string path) => new() { Issuer = TestIssuer.Issuer, Audience = TestIssuer.Audience, JwksUrl = _server.Urls.First() + path };
}
