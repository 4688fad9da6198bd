using Personalization.Abstractions.Identity;
using Personalization.Storefront.Requests;
using Storefront.Tests.Support;

namespace Storefront.Tests.Interactions;

[Trait("req", "R1.1")]
public sealed class TrackTests(StorefrontFixture fixture) : IClassFixture<StorefrontFixture>
{
    private const string Track = "/api/interactions/track";

    private TestStorefront Host => fixture.Host;

    [Fact]
    public async Task Track_OneEvent_AnswersWithVersionAndDurability()
    {
        var answer = await Host.PostAsync(Track, """{"event_id":"t1-e","type":"click","user_id":"t1","product_id":"p1"}""");

        answer.Status.ShouldBe(200);
        var json = answer.Json;
        json.GetProperty("accepted").GetBoolean().ShouldBeTrue();
        json.GetProperty("duplicate").GetBoolean().ShouldBeFalse();
        json.GetProperty("durable").GetBoolean().ShouldBeTrue();
        json.GetProperty("event_id").GetString().ShouldBe("t1-e");
        json.GetProperty("version").GetString().ShouldBe("v1");
        json.GetProperty("preferences_changed").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Track_KnownProduct_CarriesTheFactsOfTheCatalogue()
    {
        await Host.PostAsync(Track, """{"type":"click","user_id":"t2","product_id":"p2"}""");

        var sent = Sent("t2").ShouldHaveSingleItem();
        sent.Product.ShouldNotBeNull().Name.ShouldBe("chili sauce");
        sent.Product.Brand.ShouldBe("Acme");
        sent.Product.Categories.ShouldBe(["sauce"]);
        sent.Product.Attributes.ShouldBe(["vegan"]);
        sent.Product.Price.ShouldBe(1.5m);
    }

    [Fact]
    public async Task Track_UnknownProduct_GoesByItsIdAlone()
    {
        await Host.PostAsync(Track, """{"type":"click","user_id":"t3","product_id":"never-heard-of"}""");

        var sent = Sent("t3").ShouldHaveSingleItem();
        sent.ProductId.ShouldBe("never-heard-of");
        sent.Product.ShouldBeNull();
    }

    [Fact]
    public async Task Track_Scroll_CarriesTheFactsOfWhatWasShown()
    {
        await Host.PostAsync(Track, """{"type":"scroll","user_id":"t4","list_id":"l","context":{"results_shown":["p1","x",3],"position":2}}""");

        var sent = Sent("t4").ShouldHaveSingleItem();
        sent.Shown.Select(shown => shown.Id).ShouldBe(["p1", "x", "3"]);
        sent.Shown[0].Name.ShouldBe("oat drink");
        sent.Position.ShouldBe(2);
    }

    [Fact]
    public async Task Track_AllFields_ReachTheActor()
    {
        var answer = await Host.PostAsync(Track, """
            {"event_id":"t5-e","type":"purchase","anonymous_id":"t5","product_id":"p1","session_id":"s","timestamp":"2026-01-02T03:04:05.678+01:00",
             "decision_id":"d","list_id":"l","content_id":"c","segment_id":"g","experiment_id":"x","unknown":{"a":[1]},
             "context":{"search_query":"tea","position":3,"time_on_page":4.5,"results_shown":["p1"],"quantity":2,"price":9.99,"currency":"eur",
                        "order_id":"o","line_id":7,"device":"phone","channel":"web","purchase_kind":"subscription","weather":"hot"}}
            """);

        answer.Status.ShouldBe(200);
        var sent = Host.Shoppers.Events[Key("t5", ShopperKind.Anonymous)].ShouldHaveSingleItem();
        sent.EventId.ShouldBe("t5-e");
        sent.Timestamp.ShouldBe(new DateTimeOffset(2026, 1, 2, 2, 4, 5, 678, TimeSpan.Zero));
        sent.SessionId.ShouldBe("s");
        (sent.DecisionId, sent.ListId, sent.ContentId, sent.SegmentId, sent.ExperimentId).ShouldBe(("d", "l", "c", "g", "x"));
        (sent.SearchQuery, sent.Position, sent.TimeOnPage, sent.Quantity, sent.Price, sent.Currency).ShouldBe(("tea", 3, 4.5, 2m, 9.99m, "EUR"));
        (sent.OrderId, sent.LineId, sent.PurchaseKind).ShouldBe(("o", "7", "subscription"));
        sent.Context!.Value.GetProperty("weather").GetString().ShouldBe("hot");
        sent.Raw!.Value.GetProperty("unknown").GetProperty("a")[0].GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("click_product", "click")]
    [InlineData("product_view", "view_details")]
    [InlineData("displayed_but_scrolled", "scroll")]
    [Trait("req", "R1.2")]
    public async Task Track_Alias_IsResolved(string alias, string canonical)
    {
        await Host.PostAsync(Track, $$"""{"type":"{{alias}}","user_id":"alias-{{alias}}","product_id":"p1"}""");

        Sent($"alias-{alias}").ShouldHaveSingleItem().Type.ShouldBe(canonical);
    }

    [Theory]
    [InlineData("purchase add_to_cart quantity_increase save_for_later remove_from_cart click view_details returned")]
    [InlineData("page_view form_submit search email_open email_click email_unsubscribe membership_renewal membership_upgrade support_ticket")]
    [InlineData("content_read video_view download recommendation_shown recommendation_clicked face_analysis_completed virtual_try_on ai_session_started personalization_view feedback")]
    [Trait("req", "R1.2")]
    public async Task Track_EveryTypeOfTheTable_IsTaken(string types)
    {
        foreach (var type in types.Split(' '))
        {
            (await Host.PostAsync(Track, $$"""{"type":"{{type}}","user_id":"types","product_id":"p1"}""")).Status.ShouldBe(200, type);
        }
    }

    [Fact]
    public async Task Track_SameEventId_IsADuplicate()
    {
        const string body = """{"event_id":"t6-e","type":"click","user_id":"t6","product_id":"p1"}""";
        await Host.PostAsync(Track, body);

        var again = await Host.PostAsync(Track, body);

        again.Status.ShouldBe(200);
        again.Json.GetProperty("duplicate").GetBoolean().ShouldBeTrue();
        again.Json.GetProperty("preferences_changed").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Track_IdempotencyKey_IsTheEventId()
    {
        var answer = await Host.PostAsync(Track, """{"type":"click","user_id":"t7","product_id":"p1"}""", ("Idempotency-Key", "key-7"));
        var again = await Host.PostAsync(Track, """{"type":"click","user_id":"t7","product_id":"p1"}""", ("Idempotency-Key", "key-7"));

        answer.Json.GetProperty("event_id").GetString().ShouldBe("key-7");
        again.Json.GetProperty("duplicate").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Track_WithoutIds_GetsAnEventIdEachTime()
    {
        const string body = """{"type":"click","user_id":"t8","product_id":"p1"}""";

        var first = (await Host.PostAsync(Track, body)).Json.GetProperty("event_id").GetString();
        var second = (await Host.PostAsync(Track, body)).Json.GetProperty("event_id").GetString();

        first.ShouldNotBeNullOrEmpty();
        second.ShouldNotBe(first);
    }

    [Theory]
    [InlineData("""{"type":"click"}""", "user_id")]
    [InlineData("""{"type":"click","user_id":"u","anonymous_id":"a"}""", "anonymous_id")]
    [InlineData("""{"user_id":"u"}""", "type")]
    [InlineData("""{"type":"nothing_known","user_id":"u"}""", "type")]
    [InlineData("""{"type":7,"user_id":"u"}""", "type")]
    [InlineData("""{"type":"click","user_id":""}""", "user_id")]
    [InlineData("""{"type":"click","user_id":"."}""", "user_id")]
    [InlineData("""{"type":"click","user_id":".."}""", "user_id")]
    [InlineData("""{"type":"click","user_id":"a\u0000b"}""", "user_id")]
    [InlineData("""{"type":"click","user_id":"a\u0085b"}""", "user_id")]
    [InlineData("""{"type":"click","user_id":true}""", "user_id")]
    [InlineData("""{"type":"click","user_id":"\ud800"}""", "user_id")]
    [InlineData("""{"type":"click","user_id":"u","context":{"x":"\udc00"}}""", "context.x")]
    [InlineData("""{"type":"click","user_id":"u","product_id":{}}""", "product_id")]
    [InlineData("""{"type":"click","user_id":"u","user_id":"u"}""", "user_id")]
    [InlineData("""{"type":"click","user_id":"u","timestamp":"yesterday"}""", "timestamp")]
    [InlineData("""{"type":"click","user_id":"u","timestamp":"2026-02-30T00:00:00Z"}""", "timestamp")]
    [InlineData("""{"type":"click","user_id":"u","timestamp":"2026-02-03T00:00:00"}""", "timestamp")]
    [InlineData("""{"type":"click","user_id":"u","timestamp":"1999-12-31T23:59:59Z"}""", "timestamp")]
    [InlineData("""{"type":"click","user_id":"u","timestamp":1e300}""", "timestamp")]
    [InlineData("""{"type":"click","user_id":"u","timestamp":"0001-01-01T00:00:00+23:59"}""", "timestamp")]
    [InlineData("""{"type":"click","user_id":"u","timestamp":"9999-12-31T23:59:60Z"}""", "timestamp")]
    [InlineData("""{"type":"click","user_id":"u","context":[]}""", "context")]
    [InlineData("""{"type":"click","user_id":"u","context":{"position":"3"}}""", "context.position")]
    [InlineData("""{"type":"click","user_id":"u","context":{"position":1.5}}""", "context.position")]
    [InlineData("""{"type":"click","user_id":"u","context":{"quantity":0}}""", "context.quantity")]
    [InlineData("""{"type":"click","user_id":"u","context":{"quantity":1e400}}""", "context.quantity")]
    [InlineData("""{"type":"click","user_id":"u","context":{"currency":"EURO"}}""", "context.currency")]
    [InlineData("""{"type":"click","user_id":"u","context":{"results_shown":"p1"}}""", "context.results_shown")]
    [InlineData("""{"type":"click","user_id":"u","context":{"results_shown":["p1",null]}}""", "context.results_shown[1]")]
    [InlineData("""{"type":"feedback","user_id":"u","context":{"rating":6}}""", "context.rating")]
    [InlineData("""{"type":"feedback","user_id":"u","context":{"liked":"p1"}}""", "context.liked")]
    [InlineData("""{"type":"dwell","user_id":"u","product_id":"p1"}""", "context.time_on_page")]
    [InlineData("""{"type":"scroll","user_id":"u"}""", "product_id")]
    [InlineData("[]", "body")]
    [InlineData("null", "body")]
    [InlineData("", "body")]
    [InlineData("{", "body")]
    [InlineData("{}{}", "body")]
    [InlineData("""{"type":"click","user_id":NaN}""", "body")]
    [InlineData("""{"type":"click",}""", "body")]
    public async Task Track_Wrong_NamesTheFieldWithReasonAndRemedy(string body, string field)
    {
        var answer = await Host.PostAsync(Track, body);

        answer.Status.ShouldBe(400, answer.Text);
        answer.Faults.ShouldContain(field);
        answer.Fault(field).ShouldContain("; ");
    }

    [Fact]
    public async Task Track_ManyFaults_AreToldAtOnce()
    {
        var answer = await Host.PostAsync(Track, """{"type":"no","user_id":1,"anonymous_id":2,"timestamp":{},"context":{"position":-1}}""");

        answer.Status.ShouldBe(400);
        answer.Faults.ShouldBe(["type", "anonymous_id", "timestamp", "context.position"], ignoreOrder: true);
    }

    [Fact]
    public async Task Track_MoreThanFiveMinutesAhead_IsRefused()
    {
        var soon = DateTimeOffset.UtcNow.AddMinutes(4).ToUnixTimeMilliseconds();
        var far = DateTimeOffset.UtcNow.AddMinutes(6).ToUnixTimeMilliseconds();

        (await Host.PostAsync(Track, $$"""{"type":"click","user_id":"t9","product_id":"p1","timestamp":{{soon}}}""")).Status.ShouldBe(200);
        (await Host.PostAsync(Track, $$"""{"type":"click","user_id":"t9","product_id":"p1","timestamp":{{far}}}""")).Faults.ShouldBe(["timestamp"]);
    }

    [Theory]
    [InlineData("12345678901234567890123456789", "12345678901234567890123456789")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("-5", "-5")]
    [InlineData("1.50", "1.50")]
    [InlineData("1e3", "1000")]
    [InlineData("12.5e-2", "0.125")]
    public async Task Track_NumberAsId_KeepsItsExactDecimalText(string number, string id)
    {
        (await Host.PostAsync(Track, $$"""{"type":"click","user_id":{{number}},"product_id":{{number}}}""")).Status.ShouldBe(200);

        Sent(id).ShouldHaveSingleItem().ProductId.ShouldBe(id);
    }

    [Fact]
    public async Task Track_IdOf128Scalars_IsTakenAnd129Refused()
    {
        var astral = string.Concat(Enumerable.Repeat("\U0001F600", 128));

        (await Host.PostAsync(Track, $$"""{"type":"click","user_id":"{{astral}}","product_id":"p1"}""")).Status.ShouldBe(200);
        (await Host.PostAsync(Track, $$"""{"type":"click","user_id":"{{astral}}x","product_id":"p1"}""")).Faults.ShouldBe(["user_id"]);
    }

    [Fact]
    public async Task Track_UserAndVisitorOfTheSameId_AreTwoShoppers()
    {
        await Host.PostAsync(Track, """{"type":"click","user_id":"same","product_id":"p1"}""");
        await Host.PostAsync(Track, """{"type":"click","anonymous_id":"same","product_id":"p2"}""");

        Sent("same").ShouldHaveSingleItem().ProductId.ShouldBe("p1");
        Host.Shoppers.Events[Key("same", ShopperKind.Anonymous)].ShouldHaveSingleItem().ProductId.ShouldBe("p2");
    }

    [Fact]
    public async Task Track_StoreHeader_SeparatesShoppers()
    {
        await Host.PostAsync(Track, """{"type":"click","user_id":"t10","product_id":"p1"}""", ("X-Store-Id", "second"));

        Host.Shoppers.Events.ContainsKey(Key("t10")).ShouldBeFalse();
        var sent = Host.Shoppers.Events[new ShopperKey(StoreId.Parse("second"), ShopperKind.Known, "t10").ActorId].ShouldHaveSingleItem();
        sent.Product.ShouldBeNull();
        (await Host.PostAsync(Track, """{"type":"click","user_id":"t10"}""", ("X-Store-Id", "No Store"))).Faults.ShouldBe(["X-Store-Id"]);
    }

    [Fact]
    public async Task Track_DeeplyNested_IsRefusedWithTheField()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 100)) + "1" + new string('}', 100);

        var answer = await Host.PostAsync(Track, $$"""{"type":"click","user_id":"u","context":{{deep}}}""");

        answer.Status.ShouldBe(400);
        answer.Faults.ShouldBe(["context.a"]);
    }

    [Fact]
    public async Task Track_InvalidUtf8_IsRefused()
    {
        byte[] body = [.. """{"type":"click","user_id":"""u8, (byte)'"', 0xC3, 0x28, (byte)'"', (byte)'}'];

        (await Host.SendAsync(HttpMethod.Post, Track, TestStorefront.Body(body, "application/json"))).Faults.ShouldBe([JsonBody.Field]);
    }

    [Fact]
    public async Task Track_ByteOrderMark_IsRead()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. """{"type":"click","user_id":"bom","product_id":"p1"}"""u8];

        (await Host.SendAsync(HttpMethod.Post, Track, TestStorefront.Body(body, "application/json"))).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=latin1")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Track_OtherMediaType_Is415(string contentType)
    {
        var answer = await Host.SendAsync(HttpMethod.Post, Track, TestStorefront.Body("{}"u8.ToArray(), contentType));

        answer.Status.ShouldBe(415);
        answer.Faults.ShouldBe(["Content-Type"]);
    }

    [Fact]
    public async Task Track_BodyAboveOneMebibyte_Is413()
    {
        var answer = await Host.PostAsync(Track, $$$"""{"type":"click","user_id":"u","context":{"x":"{{{new string('x', 1024 * 1024)}}}"}}""");

        answer.Status.ShouldBe(413);
        answer.Faults.ShouldBe([JsonBody.Field]);
    }

    [Fact]
    public async Task Track_ChunkedBodyAboveOneMebibyte_Is413()
    {
        using var content = new StreamContent(new MemoryStream(new byte[3 * 1024 * 1024]));
        content.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, Track) { Content = content };
        request.Headers.TransferEncodingChunked = true;

        using var response = await Host.Client.SendAsync(request);

        ((int)response.StatusCode).ShouldBe(413);
    }

    private List<Personalization.Profiles.Contracts.Interaction> Sent(string user) => Host.Shoppers.Events[Key(user)];

    private static string Key(string id, ShopperKind kind = ShopperKind.Known) => new ShopperKey(StoreId.Main, kind, id).ActorId;
}
