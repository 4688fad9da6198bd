using System.IO.Compression;
using Personalization.Discovery.Catalogue;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Imports;

namespace Personalization.Evaluation.PersonalRank;

/// <summary>The catalogue of the Complete Journey, imported as a shop would import it: the type is name and category, the maker the brand.</summary>
internal static class JourneyCatalogue
{
    private const string Store = "main";

    private static readonly ColumnMap Map = new(new Dictionary<string, string>
    {
        ["manufacturer_id"] = "brand",
        ["brand"] = "attributes",
        ["product_type"] = "categories",
    });

    public static async Task<StandardCatalogue> ReadAsync(string data, CancellationToken cancellationToken)
    {
        var draft = new CatalogueDraft([]);
        await CatalogueImport.ApplyAsync(() => Open(Path.Combine(data, CompleteJourney.Products)), ImportFormat.Csv, Map, replace: false, draft, progress: null, cancellationToken);
        var products = CatalogueSnapshot.Products([.. draft.Pages.SelectMany(page => page)], new Dictionary<string, double>());
        return StandardCatalogue.Build(Store, "0", products, cancellationToken);
    }

    private static GZipStream Open(string path) => new(File.OpenRead(path), CompressionMode.Decompress);
}
