using Personalization.Load.Shop;

namespace Personalization.Load.Tests.Support;

/// <summary>A folder for a small shop, and who keeps it open: the first measure makes it.</summary>
public sealed class SmallShop : IAsyncDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("small-shop-").FullName;

    public ShopKeeper Keeper { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await Keeper.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
