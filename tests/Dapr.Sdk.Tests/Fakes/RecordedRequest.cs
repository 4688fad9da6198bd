namespace Dapr.Sdk.Tests.Fakes;

/// <summary>A request as it was sent.</summary>
public sealed record RecordedRequest(string Method, string PathAndQuery, string Body, string? ContentType, IReadOnlyDictionary<string, string> Headers)
{
    public string Line => $"{Method} {PathAndQuery}";
}
