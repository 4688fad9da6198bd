using System.IO.Compression;
using System.Net;
using Personalization.Local.Demo;
using Personalization.Local.Logs;
using Personalization.Local.Tests.Running;

namespace Personalization.Local.Tests.Demo;

public sealed class DemoLoaderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Marker => Path.Combine(_folder.Data, "loaded.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Load_EveryQuestionIsAnsweredLaterAtFirst_IsLoadedAllTheSame()
    {
        WriteCatalogue("""{"id":"1","name":"tea"}""");
        using var http = new HttpClient(new BusyShop());

        await LoadAsync(http);

        (await File.ReadAllTextAsync(Marker, TestContext.Current.CancellationToken)).ShouldContain("\"products\":2");
    }

    [Fact]
    public async Task Load_Refused_NamesTheCallAndTheAnswer()
    {
        WriteCatalogue("""{"id":"1","name":"tea"}""");
        using var http = new HttpClient(new ClosedShop());

        var failure = await Should.ThrowAsync<LauncherException>(() => LoadAsync(http));

        failure.Message.ShouldContain("POST /api/catalog/import");
        failure.Message.ShouldContain("403 closed");
        File.Exists(Marker).ShouldBeFalse();
    }

    private async Task LoadAsync(HttpClient http)
    {
        var console = new LauncherConsole(TextWriter.Null, colours: false, verbose: false);
        await new DemoLoader(http, new Uri("http://127.0.0.1"), _folder.Data, Marker, console, TimeProvider.System).LoadAsync(TestContext.Current.CancellationToken);
    }

    private void WriteCatalogue(params string[] lines)
    {
        Directory.CreateDirectory(_folder.Data);
        using var writer = new StreamWriter(new GZipStream(File.Create(Path.Combine(_folder.Data, "catalogue.ndjson.gz")), CompressionMode.Compress));
        foreach (var line in lines)
        {
            writer.WriteLine(line);
        }
    }

    /// <summary>Says 503 to the first of every two calls of a kind.</summary>
    private sealed class BusyShop : HttpMessageHandler
    {
        private readonly HashSet<HttpMethod> _asked = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (_asked.Add(request.Method))
            {
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("") });
            }

            _asked.Remove(request.Method);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(request.Method == HttpMethod.Post ? """{"status_url":"/api/catalog/import/1"}""" : """{"state":"done","read":1,"rejected":0}"""),
            });
        }
    }

    private sealed class ClosedShop : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StringContent("closed") });
    }
}
