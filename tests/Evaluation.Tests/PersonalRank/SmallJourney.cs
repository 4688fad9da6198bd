using System.IO.Compression;
using System.Text;

namespace Personalization.Evaluation.Tests.PersonalRank;

/// <summary>
/// A journey small enough to follow by hand: ten milks; everybody buys milk 0, household 1 alone buys milk 7 every day after.
/// One product has no type and one is unknown to the catalogue: neither is a case.
/// </summary>
internal sealed class SmallJourney : IDisposable
{
    public const int Days = 30;

    public const int Cases = Days * 2;

    public SmallJourney()
    {
        Folder = Directory.CreateTempSubdirectory("journey-").FullName;
        Directory.CreateDirectory(Path.Combine(Folder, "complete_journey"));
        var products = new StringBuilder("product_id,manufacturer_id,department,brand,product_category,product_type,package_size\n");
        for (var milk = 0; milk < 10; milk++)
        {
            products.AppendLine($"{milk},{milk},GROCERY,National,DAIRY,MILK,1 GA");
        }

        products.AppendLine("99,1,MISC,National,,,");
        var lines = new StringBuilder("household_id,store_id,basket_id,product_id,quantity,sales_value,retail_disc,coupon_disc,coupon_match_disc,week,transaction_timestamp\n");
        for (var day = 0; day < Days; day++)
        {
            var date = new DateOnly(2017, 1, 1).AddDays(day);
            lines.AppendLine($"1,1,a{day},{(day == 0 ? 0 : 7)},1,2.0,0,0,0,1,{date:O}T10:00:00Z");
            lines.AppendLine($"1,1,a{day},99,1,2.0,0,0,0,1,{date:O}T10:00:00Z");
            lines.AppendLine($"1,1,a{day},unknown,1,2.0,0,0,0,1,{date:O}T10:00:00Z");
            lines.AppendLine($"{100 + day},1,b{day},0,0,0,0,0,0,1,{date:O}T11:00:00Z");
        }

        Write("products", products.ToString());
        Write("transactions_sample", lines.ToString());
    }

    public string Folder { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void Write(string name, string text)
    {
        using var writer = new StreamWriter(new GZipStream(File.Create(Path.Combine(Folder, "complete_journey", $"{name}.csv.gz")), CompressionLevel.Fastest));
        writer.Write(text);
    }
}
