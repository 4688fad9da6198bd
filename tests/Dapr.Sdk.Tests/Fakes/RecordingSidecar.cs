using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Dapr.Client;

namespace Dapr.Sdk.Tests.Fakes;

/// <summary>Takes the sidecar's place: records what is sent and answers what the test says.</summary>
public sealed class RecordingSidecar(Func<RecordedRequest, HttpResponseMessage>? answer = null) : HttpMessageHandler
{
    public const string Address = "http://sidecar.test:3500";

    public ConcurrentQueue<RecordedRequest> Requests { get; } = new();

    /// <summary>Answers where the answer itself takes a call; wins over the other.</summary>
    public Func<RecordedRequest, Task<HttpResponseMessage>>? AnswerAsync { get; init; }

    public RecordedRequest Only => Requests.ShouldHaveSingleItem();

    public static RecordingSidecar Answering(HttpStatusCode status, string? body = null) => new(_ => Answer(status, body));

    public static HttpResponseMessage Answer(HttpStatusCode status, string? body = null, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(status);
        if (body is not null)
        {
            response.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    public DaprClient CreateClient(string? token = null)
    {
        var builder = new DaprClientBuilder().UseHttpEndpoint(Address).UseHandler(this);
        return (token is null ? builder : builder.UseDaprApiToken(token)).Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken);
        var recorded = new RecordedRequest(
            request.Method.Method,
            request.RequestUri!.PathAndQuery,
            body,
            request.Content?.Headers.ContentType?.ToString(),
            request.Headers.NonValidated.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        Requests.Enqueue(recorded);
        var response = AnswerAsync is not null ? await AnswerAsync(recorded) : answer?.Invoke(recorded) ?? new HttpResponseMessage(HttpStatusCode.NoContent);
        response.RequestMessage = request;
        return response;
    }
}
