using System.Net;
using System.Text.Json;

namespace Storefront.Tests.Support;

/// <summary>An HTTP answer, read whole.</summary>
internal sealed record Answer(HttpStatusCode StatusCode, string? ContentType, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public int Status => (int)StatusCode;

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The paths of the faults; the answer must be a problem.</summary>
    public string[] Faults
    {
        get
        {
            ContentType.ShouldBe("application/problem+json", Text);
            var problem = Json;
            problem.GetProperty("status").GetInt32().ShouldBe(Status);
            problem.GetProperty("type").GetString().ShouldNotBeNullOrEmpty();
            problem.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
            problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
            return [.. problem.GetProperty("errors").EnumerateObject().Select(error => error.Name)];
        }
    }

    /// <summary>The one fault at a path.</summary>
    public string Fault(string path) => Json.GetProperty("errors").GetProperty(path)[0].GetString()!;

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        response.Content.Headers.ContentType?.MediaType,
        await response.Content.ReadAsStringAsync(),
        response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase));
}
