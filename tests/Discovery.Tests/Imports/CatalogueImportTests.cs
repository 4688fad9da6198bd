using System.Text;
using Personalization.Discovery.Imports;

namespace Personalization.Discovery.Tests.Imports;

public sealed class CatalogueImportTests
{
    [Fact]
    public async Task Csv_QuotesAndLineEnds_AreReadByTheRule()
    {
        var (outcome, draft) = await Import.TextAsync("id,name,brand\r\n1,\"Two\nlines, \"\"quoted\"\"\",A\r\n2,Plain \"inner\" quote,B\r\n\r\n3,Last,C");

        outcome.Read.ShouldBe(3);
        outcome.Rejected.ShouldBe(0);
        draft.Product("1").Name.ShouldBe("Two\nlines, \"quoted\"");
        draft.Product("2").Name.ShouldBe("Plain \"inner\" quote");
        draft.Product("3").Brand.ShouldBe("C");
    }

    [Fact]
    public async Task Csv_DirtyRows_AreReportedByLineAndNeverFatal()
    {
        var (outcome, draft) = await Import.TextAsync("id,name,price\n1,A,1\n2,,2\n3,C,cheap\n,D,4\n5,E,5,6\n6,\"F,6\n7,G,7\n");

        outcome.Faults.Select(fault => (fault.Line, fault.Field)).ShouldBe([(3, "name"), (4, "price"), (5, "id"), (6, "row"), (7, "row")]);
        outcome.Read.ShouldBe(7);
        outcome.Changed.ShouldBe(2);
        outcome.Rejected.ShouldBe(5);
        draft.Product("7").Name.ShouldBe("G");
    }

    [Fact]
    public async Task Csv_LineNumbers_CountQuotedNewlines()
    {
        var (outcome, _) = await Import.TextAsync("id,name\n1,\"a\nb\nc\"\n2,\n");

        outcome.Faults.Single().Line.ShouldBe(5);
    }

    [Theory]
    [InlineData("sku,title,brand_name,product_category,labels,sale_price\n1,N,B,\"X, Y\",a|b,\"1,299.50\"\n")]
    [InlineData("Product ID;Product Name;Brands;Sub Category;Tags;Price\n1;N;B;X|Y;a|b;1299.50\n")]
    [InlineData("code\tproduct\tbrand\tcategories\tattributes\tprice\n1\tN\tB\tX,Y\ta,b\t$1299.5\n")]
    public async Task Csv_HeaderAliases_AreUnderstood(string body)
    {
        var (_, draft) = await Import.TextAsync(body);

        var product = draft.Product("1");
        product.Name.ShouldBe("N");
        product.Brand.ShouldBe("B");
        product.Categories.ShouldBe(["X", "Y"]);
        product.Attributes.ShouldBe(["a", "b"]);
        product.Price.ShouldBe(1299.5m);
    }

    [Theory]
    [InlineData("csv", "id,name,brand\n1,Caf\u00E9,A\n2,Caf#,B\n3,\uFFFD,C\n4,D,\uD83D\uDE00\n", 3, "name")]
    [InlineData("ndjson", "{\"id\":1,\"name\":\"A\"}\n{\"id\":3,\"name\":\"\uFFFD\"}\n{\"id\":2,\"name\":\"Caf#\"}\n{\"id\":4,\"name\":\"D\"}\n", 3, "name")]
    public async Task Body_BytesThatAreNoUtf8_AreReportedByLineAndNeverStored(string format, string text, int line, string field)
    {
        byte[] body = [.. Encoding.UTF8.GetBytes(text).Select(one => one == (byte)'#' ? (byte)0xE9 : one)];

        var (outcome, draft) = await Import.BytesAsync(body, format == "csv" ? ImportFormat.Csv : ImportFormat.JsonLines);

        var fault = outcome.Faults.ShouldHaveSingleItem();
        (fault.Line, fault.Field).ShouldBe((line, field));
        fault.Why.ShouldContain("UTF-8");
        (outcome.Read, outcome.Changed, outcome.Rejected).ShouldBe((4, 3, 1));
        draft.Product("3").Name.ShouldBe("\uFFFD");
    }

    [Fact]
    public async Task Csv_HeaderThatIsNoUtf8_IsReportedAndTheRowsAreRead()
    {
        var (outcome, draft) = await Import.BytesAsync([.. "id,name,Gr"u8, 0xF6, .. "sse\n1,A,42\n"u8], ImportFormat.Csv);

        (outcome.Faults.ShouldHaveSingleItem().Line, outcome.Faults[0].Field).ShouldBe((1, "header"));
        draft.Product("1").Name.ShouldBe("A");
    }

    [Fact]
    public async Task Csv_MapOfAMissingColumn_IsReportedByName()
    {
        var (outcome, draft) = await Import.TextAsync("id,name,brand\n1,N,B\n", map: new() { ["maker"] = "brand", ["Brand"] = "brand" });

        var fault = outcome.Faults.ShouldHaveSingleItem();
        (fault.Line, fault.Field).ShouldBe((1, "map"));
        fault.Why.ShouldContain("'maker'");
        draft.Product("1").Brand.ShouldBe("B");
    }

    [Fact]
    public async Task Csv_MapOfAMissingIdColumn_ChangesNothing()
    {
        var (_, before) = await Import.TextAsync("id,name\n1,N\n");

        var (outcome, draft) = await Import.TextAsync("number,name\n1,N\n2,M\n", map: new() { ["nummer"] = "id" }, replace: true, onto: before);

        (outcome.Read, outcome.Changed, outcome.Rejected).ShouldBe((2, 0, 2));
        outcome.Faults.ShouldHaveSingleItem().Why.ShouldContain("'nummer'");
        draft.ChangedPages.ShouldBeEmpty();
    }

    [Fact]
    public async Task Csv_Map_WinsOverAliases()
    {
        var (_, draft) = await Import.TextAsync("id,name,brand,manufacturer_id\n1,N,Private,69\n", map: new() { ["manufacturer_id"] = "brand", ["brand"] = "attributes" });

        draft.Product("1").Brand.ShouldBe("69");
        draft.Product("1").Attributes.ShouldBe(["Private"]);
    }

    [Fact]
    public void Map_UnknownTarget_IsRefused() => Should.Throw<ArgumentException>(() => new ColumnMap(new Dictionary<string, string> { ["a"] = "colour" }));

    [Fact]
    public async Task Csv_NoIdNoName_TakesHashAndKind()
    {
        var (_, draft) = await Import.TextAsync("category,price\nTea,1\nCoffee,2\n");
        var (again, _) = await Import.TextAsync("category,price\nTea,1\nCoffee,2\n", onto: draft);

        draft.Entries().Select(entry => entry.Product.Name).ShouldBe(["Tea", "Coffee"]);
        draft.Entries()[0].Product.Id.Length.ShouldBe(20);
        again.Unchanged.ShouldBe(2);
    }

    [Fact]
    public async Task Csv_FewValuedColumns_BecomeAttributes_PeopleAreDropped()
    {
        var rows = string.Concat(Enumerable.Range(1, 300).Select(number => $"{number},N{number},c{number % 5},u{number},maker-{number},bob,x@y.z\n"));
        var (_, draft) = await Import.TextAsync("id,name,colour,serial,maker,creator,last_modified_by\n" + rows);

        draft.Product("7").Attributes.ShouldBe(["colour:c2"]);
    }

    [Fact]
    public async Task Json_Numbers_AreKeptExactly()
    {
        var (outcome, draft) = await Import.TextAsync("""[{"id": 9007199254740993123, "name": "Big", "price": 1.10, "attributes": ["a", "b,c"]}, {"id": "x", "name": 5}]""", ImportFormat.JsonArray);

        outcome.Rejected.ShouldBe(0);
        draft.Product("9007199254740993123").Attributes.ShouldBe(["a", "b,c"]);
        draft.Product("x").Name.ShouldBe("5");
    }

    [Fact]
    public async Task Json_MalformedElement_CostsItselfAlone()
    {
        var (outcome, draft) = await Import.TextAsync("""[{"id":"1","name":"A"}, {"id":"2" "name"}, 7, {"id":"3","name":"C ]} \" ,"}]""", ImportFormat.JsonArray);

        outcome.Faults.Select(fault => fault.Line).ShouldBe([2, 3]);
        draft.Product("3").Name.ShouldBe("C ]} \" ,");
    }

    [Theory]
    [InlineData("\"id\":true,\"name\":\"N\"", "id")]
    [InlineData("\"id\":[\"1\"],\"name\":\"N\"", "id")]
    [InlineData("\"id\":\"1\",\"name\":{\"en\":\"N\"}", "name")]
    [InlineData("\"id\":\"1\",\"name\":\"N\",\"brand\":{\"name\":\"B\"}", "brand")]
    [InlineData("\"id\":\"1\",\"name\":\"N\",\"categories\":{\"a\":1}", "categories")]
    [InlineData("\"id\":\"1\",\"name\":\"N\",\"tags\":true", "attributes")]
    [InlineData("\"id\":\"1\",\"name\":\"N\",\"price\":{\"amount\":1}", "price")]
    [InlineData("\"id\":\"1\",\"name\":\"N\",\"image_url\":[\"a\",\"b\"]", "image_url")]
    public async Task Json_FieldOfTheWrongShape_RefusesItsRowAlone(string fields, string fault)
    {
        var (outcome, draft) = await Import.TextAsync($$"""[{{{fields}}},{"id":"2","name":"M"}]""", ImportFormat.JsonArray);

        outcome.Faults.Select(found => (found.Line, found.Field)).ShouldBe([(1, fault)]);
        draft.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Json_ObjectOfAnotherField_BecomesNoAttribute()
    {
        var (outcome, draft) = await Import.TextAsync("""[{"id":"1","name":"N","size":{"width":1},"colour":"red"}]""", ImportFormat.JsonArray);

        outcome.Rejected.ShouldBe(0);
        draft.Product("1").Attributes.ShouldBe(["colour:red"]);
    }

    [Theory]
    [InlineData("{}", ImportFormat.JsonArray)]
    [InlineData("[{\"id\":\"1\"", ImportFormat.JsonArray)]
    [InlineData("not json\n", ImportFormat.JsonLines)]
    [InlineData("[1,2]\n", ImportFormat.JsonLines)]
    public async Task Json_WrongShape_IsAFault(string body, ImportFormat format)
    {
        var (outcome, draft) = await Import.TextAsync(body, format);

        outcome.Rejected.ShouldBe(1);
        draft.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("", ImportFormat.Csv)]
    [InlineData("id,name\n", ImportFormat.Csv)]
    [InlineData("[]", ImportFormat.JsonArray)]
    [InlineData("\n\n", ImportFormat.JsonLines)]
    public async Task Empty_Body_ImportsNothing(string body, ImportFormat format)
    {
        var (outcome, _) = await Import.TextAsync(body, format);

        outcome.Read.ShouldBe(0);
    }

    [Fact]
    public async Task Upsert_IdenticalRows_ChangeNothing()
    {
        const string Body = "{\"id\":\"1\",\"name\":\"A\",\"price\":1.50}\n{\"id\":\"2\",\"name\":\"B\"}\n";
        var (_, draft) = await Import.TextAsync(Body, ImportFormat.JsonLines);

        var (again, second) = await Import.TextAsync(Body, ImportFormat.JsonLines, onto: draft);

        again.Unchanged.ShouldBe(2);
        second.ChangedPages.ShouldBeEmpty();
    }

    [Fact]
    public async Task Replace_AbsentProducts_GoOutOfStock()
    {
        var (_, draft) = await Import.TextAsync("id,name\n1,A\n2,B\n");

        var (outcome, second) = await Import.TextAsync("id,name\n2,B\n", replace: true, onto: draft);

        outcome.Retired.ShouldBe(1);
        second.Product("1").InStock.ShouldBeFalse();
        second.Product("2").InStock.ShouldBeTrue();
        draft.Product("1").InStock.ShouldBeTrue();
    }

    [Fact]
    public async Task Draft_ManyProducts_ArePagedAndOnlyTouchedPagesChange()
    {
        var (_, draft) = await Import.TextAsync("id,name\n" + string.Concat(Enumerable.Range(0, 450).Select(number => $"{number},N{number}\n")));

        var (_, second) = await Import.TextAsync("id,name\n250,New\n", onto: draft);

        draft.Pages.Select(page => page.Length).ShouldBe([200, 200, 50]);
        second.ChangedPages.ShouldBe([1]);
    }

    [Theory]
    [InlineData("1.299,50 €", 1299.50, "EUR")]
    [InlineData("₹ 1,220", 1220, "INR")]
    [InlineData("12,5", 12.5, null)]
    [InlineData("0", 0, null)]
    [InlineData("3.99 usd", 3.99, "USD")]
    public async Task Price_AsShopsWriteIt_IsRead(string text, double price, string? currency)
    {
        var (_, draft) = await Import.TextAsync($"id,name,price\n1,A,\"{text}\"\n");

        draft.Product("1").Price.ShouldBe((decimal)price);
        draft.Product("1").Currency.ShouldBe(currency);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("free")]
    [InlineData("1e99")]
    [InlineData("NaN")]
    public async Task Price_ThatIsNone_IsAFault(string text)
    {
        var (outcome, _) = await Import.TextAsync($"id,name,price\n1,A,\"{text}\"\n");

        outcome.Faults.Single().Field.ShouldBe("price");
    }
}
