using System.Text.Json;
using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Api.Catalogue;

/// <summary>The products of one catalogue version as answers show them: each is written when it is first shown, some hundred bytes, and kept as long as its version.</summary>
internal sealed class ProductCards(StandardCatalogue catalogue)
{
    private readonly byte[]?[] _cards = new byte[catalogue.Products.Count][];

    /// <param name="product">Of this version, or of another: that one is written each time.</param>
    public ReadOnlySpan<byte> Of(Product product) =>
        catalogue.Index.TryFind(product.Id, out var document) && ReferenceEquals(catalogue.Products[document].Product, product)
            ? _cards[document] ??= Write(product)
            : Write(product);

    private static byte[] Write(Product product) => JsonSerializer.SerializeToUtf8Bytes(product, ListJson.Product);
}
