using Personalization.Load.Running;

namespace Personalization.Load.Shop;

/// <summary>Keeps the shop's system running from one measure to the next, as long as they want the same options of the services.</summary>
public sealed class ShopKeeper : IAsyncDisposable
{
    private ShopSystem? _open;
    private string _options = "";

    /// <summary>The system, at rest; it stays the keeper's.</summary>
    /// <param name="context">Says where the shop is and how big.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <param name="options">Of the services, as variables of their environment.</param>
    internal async Task<ShopSystem> OpenAsync(LoadContext context, CancellationToken cancellationToken, params (string Name, string Value)[] options)
    {
        var wanted = string.Join('\n', options.Prepend((context.Shop, "")));
        if (_open is { } running && wanted == _options)
        {
            await running.SettleAsync(TimeSpan.Zero, cancellationToken);
            return running;
        }

        await DisposeAsync();
        (_open, _options) = (await ShopSystem.OpenAsync(context, options.ToDictionary(option => option.Name, option => option.Value), cancellationToken), wanted);
        return _open;
    }

    public async ValueTask DisposeAsync()
    {
        if (_open is { } running)
        {
            _open = null;
            await running.DisposeAsync();
        }
    }
}
