namespace Storefront.Tests.Support;

/// <summary>One storefront for the tests of a class that do not change how its parts behave. Each test uses shoppers of its own.</summary>
public sealed class StorefrontFixture : IAsyncLifetime
{
    internal TestStorefront Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await TestStorefront.StartAsync();
        await Host.WaitForCatalogueAsync();
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
