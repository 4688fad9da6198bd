using System.Net.Http.Headers;
using Personalization.Hosting.Access;
using Personalization.Storefront.Api.Options;

namespace Personalization.Storefront.Api.Operations;

/// <summary>
/// Comes through the public door as a page of the shop does, for a visitor who is nobody, before visitors do: routing, reading and writing
/// are then compiled, here and in the services behind. It only reads; the one event it brings is refused for want of a type, the one decision it asks
/// for because of an item that is none.
/// </summary>
internal sealed class DoorRehearsal(PublicOptions options, RehearsalPass pass, TimeProvider time)
{
    private const int Rounds = 4;
    private const string Visitor = "api/users/warm-up/";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    private static readonly string[] Reads =
    [
        Visitor + "preferences/live?as=anonymous",
        Visitor + "personalization?as=anonymous",
        Visitor + "cart?as=anonymous",
        Visitor + "context?as=anonymous",
        "api/search/suggest?q=a&limit=8",
        "api/recommendations?anonymous_id=warm-up&slot=usual,reminders,complementary,discovery",
        "api/products/warm-up",
        "api/analytics/events?user_id=warm-up",
    ];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Port == 0)
        {
            return; // The port was the system's choice, and nobody told us.
        }

        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var door = new HttpClient { BaseAddress = new UriBuilder("http", options.Host, options.Port).Uri };
        door.DefaultRequestHeaders.Add(RehearsalPass.Header, pass.Text);
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                await Task.WhenAll(
                [
                    .. Reads.Select(read => AskAsync(door, HttpMethod.Get, read, null, both.Token)),
                    AskAsync(door, HttpMethod.Post, "api/search/personalized", """{"query":"milk","anonymous_id":"warm-up","limit":24}"""u8.ToArray(), both.Token),
                    AskAsync(door, HttpMethod.Post, "api/v1/personalize", """{"customer_id":"warm-up","available_items":[{"id":"a","features":{"price":1,"fresh":true}},"b",true],"context":{"weather":"rain"}}"""u8.ToArray(), both.Token),
                    AskAsync(door, HttpMethod.Post, "api/interactions/track", """{"anonymous_id":"warm-up","product_id":"warm-up"}"""u8.ToArray(), both.Token),
                ]);
            }
        }
        catch (HttpRequestException)
        {
            // The door cannot be reached from inside: visitors pay for the compilation.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The limit is over: warm enough to start.
        }
    }

    private static async Task AskAsync(HttpClient door, HttpMethod method, string path, byte[]? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using var answer = await door.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
    }
}
