using Personalization.Discovery.Api.Catalogue;
using Personalization.Discovery.Api.Imports;
using Personalization.Discovery.Api.State;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Tests.State;
using Personalization.Hosting.Problems;

namespace Personalization.Discovery.Tests.Host;

public sealed class ImportRunTests
{
    private readonly InMemoryDiscoveryState _state = new();
    private readonly ManualTime _time = new();

    private static string Catalogue(int products, string suffix = "") =>
        "id,name,price\n" + string.Concat(Enumerable.Range(0, products).Select(number => $"p{number:D4},Product é {number}{suffix},{number}\n"));

    [Fact]
    public async Task Import_OfManyChunks_IsAppliedOnceAndCleanedUp()
    {
        using var host = new DiscoveryHost(_state, _time);

        (await host.SendAsync("i1", Catalogue(500) + "bad,,1\n")).State.ShouldBe(ImportStates.Running);
        await host.LookAsync();

        var status = await host.StatusAsync("i1");
        status.State.ShouldBe(ImportStates.Done);
        (status.Read, status.Changed, status.Unchanged, status.Rejected).ShouldBe((501, 500, 0, 1));
        status.Errors.Single().Field.ShouldBe("name");
        status.IndexVersion.ShouldBe(host.Store!.Manifest.Version);
        status.FinishedAt.ShouldBe(_time.Now);
        host.Store.Manifest.Products.ShouldBe(500);
        host.Store.Manifest.Pages.ShouldBe(3);
        _state.Keys.ShouldNotContain(key => key.Contains(":chunk:"));
        (await host.Get<ImportStore>().OpenAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Import_Again_ChangesNothingAndMakesNoVersion()
    {
        using var host = new DiscoveryHost(_state, _time);
        await host.SendAsync("i1", Catalogue(50));
        await host.LookAsync();
        var version = host.Store!.Manifest.Version;

        await host.SendAsync("i2", Catalogue(50));
        await host.LookAsync();

        var status = await host.StatusAsync("i2");
        (status.State, status.Changed, status.Unchanged, status.IndexVersion).ShouldBe((ImportStates.Done, 0, 50, version));
    }

    [Fact]
    public async Task Steps_Repeated_AreHarmless()
    {
        using var host = new DiscoveryHost(_state, _time);
        await host.SendAsync("i1", Catalogue(20));
        await host.SendAsync("i1", Catalogue(20));
        await host.LookAsync();

        (await host.SendAsync("i1", Catalogue(20))).State.ShouldBe(ImportStates.Done);
        (await host.StatusAsync("i1")).Read.ShouldBe(20);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public async Task Import_CrashAfterAnyWrite_IsResumedWithTheSameCounts(int writes)
    {
        using (var first = new DiscoveryHost(_state, _time))
        {
            await first.SendAsync("i1", Catalogue(3000));
            await first.LookAsync();
            await first.SendAsync("i2", Catalogue(3000, " new") + "bad,,1\n");
            _state.WritesLeft = writes;
            try
            {
                await first.LookAsync();
            }
            catch (StateUnavailableException)
            {
                // The store went away in the middle, and with it the process.
            }
        }

        _state.WritesLeft = -1;
        _time.Now += TimeSpan.FromMinutes(1);
        using var second = new DiscoveryHost(_state, _time);
        await second.LookAsync();

        var status = await second.StatusAsync("i2");
        (status.State, status.Read, status.Changed, status.Rejected).ShouldBe((ImportStates.Done, 3001, 3000, 1));
        second.Store!.Catalogue.Find("p2999")!.Name.ShouldBe("Product é 2999 new");
        second.Store.Manifest.Sequence.ShouldBe(2);
    }

    [Fact]
    public async Task Import_CrashBetweenPagesAndVersion_LeavesTheVersionInForceAsItWas()
    {
        string version;
        using (var first = new DiscoveryHost(_state, _time))
        {
            await first.SendAsync("i1", Catalogue(3000));
            await first.LookAsync();
            version = first.Store!.Manifest.Version;
            await first.SendAsync("i2", Catalogue(3000, " new"));
            _state.WritesLeft = 4;
            await Should.ThrowAsync<StateUnavailableException>(first.LookAsync);
        }

        _state.WritesLeft = 0;
        using var second = new DiscoveryHost(_state, _time);
        await Should.ThrowAsync<StateUnavailableException>(async () =>
        {
            _time.Now += TimeSpan.FromMinutes(1);
            await second.LookAsync();
        });

        second.Store!.Manifest.Version.ShouldBe(version);
        second.Store.Catalogue.Products.ShouldAllBe(entry => !entry.Product.Name.EndsWith(" new"));
    }

    [Theory]
    [InlineData("text/csv")]
    [InlineData("text/tab-separated-values")]
    [InlineData("application/x-ndjson")]
    [InlineData("application/json")]
    public async Task Import_OfAnyBytes_EndsAndLetsTheNextOneThrough(string contentType)
    {
        const int Seed = 20261120;
        const string Alphabet = "[]{}\",:;\\|\t\n\r u0d8id1nameprice-.eE+é\0\ud83e";
        var random = new Random(Seed);
        using var host = new DiscoveryHost(_state, _time);
        for (var round = 0; round < 60; round++)
        {
            var head = round % 3 == 0 ? "" : contentType.Contains("json") ? "[{\"id\":\"a\",\"name\":\"Milk\"" : "id,name,price\n";
            await host.SendAsync($"garbage-{round}", head + string.Concat(Enumerable.Range(0, 300).Select(_ => Alphabet[random.Next(Alphabet.Length)])), contentType);
        }

        await host.SendAsync("nested", string.Concat(Enumerable.Repeat("[", 5000)), contentType);
        await host.SendAsync("good", Catalogue(5));
        await host.LookAsync();

        (await host.StatusAsync("good")).State.ShouldBe(ImportStates.Done);
        ImportStates.IsFinal((await host.StatusAsync("garbage-59")).State).ShouldBeTrue();
    }

    [Fact]
    public async Task Import_ManyVersions_KeepsNoPagesOfOldOnes()
    {
        using var host = new DiscoveryHost(_state, _time);
        for (var version = 0; version < 5; version++)
        {
            await host.SendAsync($"i{version}", Catalogue(500, $" v{version}"));
            await host.LookAsync();
        }

        // Three of the version in force, three of the one before.
        _state.Keys.Count(key => key.Contains(":page:")).ShouldBe(6);
    }

    [Fact]
    public async Task Restart_LoadsTheSameVersionAndOrder()
    {
        using var first = new DiscoveryHost(_state, _time);
        await first.SendAsync("i1", Catalogue(300));
        await first.LookAsync();
        var request = new SearchRequest { StoreId = "main", Query = "product 7 11 200", Limit = 50 };

        using var second = new DiscoveryHost(_state, _time);
        second.Get<LiveCatalogues>().IsLoaded.ShouldBeFalse();
        await second.LookAsync();

        second.Get<LiveCatalogues>().IsLoaded.ShouldBeTrue();
        second.Store!.Manifest.Version.ShouldBe(first.Store!.Manifest.Version);
        second.Store.Manifest.PageRevisions.ShouldBe(first.Store.Manifest.PageRevisions);
        (await second.SearchAsync(request)).Results.Select(result => result.Product.Id)
            .ShouldBe((await first.SearchAsync(request)).Results.Select(result => result.Product.Id));
    }

    [Fact]
    public async Task SecondReplica_TakesWhatTheFirstPublished_AndDoesNotRunItsImports()
    {
        using var first = new DiscoveryHost(_state, _time);
        using var second = new DiscoveryHost(_state, _time);
        await first.SendAsync("i1", Catalogue(10));
        await first.LookAsync();

        await second.LookAsync();

        second.Store!.Manifest.Version.ShouldBe(first.Store!.Manifest.Version);
    }

    [Fact]
    public async Task Complete_ChunkMissing_Fails()
    {
        using var host = new DiscoveryHost(_state, _time);
        var receiver = host.Get<ImportReceiver>();
        await receiver.StartAsync(new ImportStart { StoreId = "main", ImportId = "i", ContentType = "text/csv" }, TestContext.Current.CancellationToken);
        await receiver.PutChunkAsync("main", "i", 1, new MemoryStream("id,name\n"u8.ToArray()), TestContext.Current.CancellationToken);
        await receiver.CompleteAsync("main", "i", 2, null, TestContext.Current.CancellationToken);

        await host.LookAsync();

        var status = await host.StatusAsync("i");
        status.State.ShouldBe(ImportStates.Failed);
        status.Errors.Single().Why.ShouldContain("chunk 0");
    }

    [Fact]
    public async Task Start_Nonsense_NamesEveryFault()
    {
        using var host = new DiscoveryHost(_state, _time);

        var refusal = await Should.ThrowAsync<ProblemException>(() => host.Get<ImportReceiver>().StartAsync(
            new ImportStart { StoreId = "NO!", ImportId = "..", Mode = "merge", ContentType = "text/html", Map = new Dictionary<string, string> { ["a"] = "colour" } },
            TestContext.Current.CancellationToken));

        refusal.Problem.Status.ShouldBe(400);
        refusal.Problem.Errors.Keys.Order().ShouldBe(["content_type", "import_id", "map", "mode", "store_id"]);
    }

    [Fact]
    public async Task PutChunk_TooBig_Is413()
    {
        using var host = new DiscoveryHost(_state, _time);
        var receiver = host.Get<ImportReceiver>();
        await receiver.StartAsync(new ImportStart { StoreId = "main", ImportId = "i", ContentType = "text/csv" }, TestContext.Current.CancellationToken);

        var refusal = await Should.ThrowAsync<ProblemException>(() => receiver.PutChunkAsync("main", "i", 0, new MemoryStream(new byte[ImportReceiver.MaxChunk + 1]), TestContext.Current.CancellationToken));

        refusal.Problem.Status.ShouldBe(413);
    }

    [Fact]
    public async Task Import_NeverCompleted_IsForgottenAfterADay()
    {
        using var host = new DiscoveryHost(_state, _time);
        var receiver = host.Get<ImportReceiver>();
        await receiver.StartAsync(new ImportStart { StoreId = "main", ImportId = "i", ContentType = "text/csv" }, TestContext.Current.CancellationToken);
        await receiver.PutChunkAsync("main", "i", 0, new MemoryStream("id"u8.ToArray()), TestContext.Current.CancellationToken);

        _time.Now += TimeSpan.FromDays(2);
        await host.LookAsync();

        (await host.StatusAsync("i")).State.ShouldBe(ImportStates.Failed);
        _state.Keys.ShouldNotContain(key => key.Contains(":chunk:"));
    }
}
