using System.Text;
using Personalization.Discovery.Catalogue;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Imports;

namespace Personalization.Discovery.Tests.Imports;

/// <summary>Imports a text or file into a catalogue of its own.</summary>
internal static class Import
{
    public static Task<(ImportOutcome Outcome, CatalogueDraft Draft)> TextAsync(
        string body, ImportFormat format = ImportFormat.Csv, Dictionary<string, string>? map = null, bool replace = false, CatalogueDraft? onto = null) =>
        BytesAsync(Encoding.UTF8.GetBytes(body), format, map, replace, onto);

    public static async Task<(ImportOutcome Outcome, CatalogueDraft Draft)> BytesAsync(
        byte[] body, ImportFormat format, Dictionary<string, string>? map = null, bool replace = false, CatalogueDraft? onto = null)
    {
        var draft = new CatalogueDraft(onto?.Pages ?? []);
        var outcome = await CatalogueImport.ApplyAsync(() => new MemoryStream(body), format, new ColumnMap(map ?? []), replace, draft, null, TestContext.Current.CancellationToken);
        return (outcome, draft);
    }

    public static byte[] Unzip(string path)
    {
        using var file = new System.IO.Compression.GZipStream(File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress);
        using var memory = new MemoryStream();
        file.CopyTo(memory);
        return memory.ToArray();
    }

    public static List<CatalogueEntry> Entries(this CatalogueDraft draft) => [.. draft.Pages.SelectMany(page => page)];

    public static Product Product(this CatalogueDraft draft, string id) => draft.Entries().Single(entry => entry.Product.Id == id).Product;
}
