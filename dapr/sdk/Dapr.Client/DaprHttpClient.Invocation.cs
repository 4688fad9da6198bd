using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Dapr.Client;

internal partial class DaprHttpClient
{
    private static readonly HttpRequestOptionsKey<string> AppIdKey = new("appId");
    private static readonly HttpRequestOptionsKey<string> MethodNameKey = new("methodName");

    public override HttpRequestMessage CreateInvokeMethodRequest(HttpMethod httpMethod, string appId, string methodName) =>
        CreateInvokeMethodRequest(httpMethod, appId, methodName, []);

    public override HttpRequestMessage CreateInvokeMethodRequest(HttpMethod httpMethod, string appId, string methodName, IReadOnlyCollection<KeyValuePair<string, string>> queryStringParameters)
    {
        ArgumentNullException.ThrowIfNull(httpMethod);
        ArgumentException.ThrowIfNullOrEmpty(appId);
        ArgumentNullException.ThrowIfNull(methodName);

        // The method is taken as it is: it may hold a query and characters that are already escaped.
        var uri = new UriBuilder(new Uri(_endpoint, $"/v1.0/invoke/{appId}/method/{methodName.TrimStart('/')}"));
        var query = new StringBuilder(uri.Query);
        foreach (var (key, value) in queryStringParameters ?? [])
        {
            query.Append(query.Length > 0 ? "&" : string.Empty).Append(Uri.EscapeDataString(key)).Append('=').Append(Uri.EscapeDataString(value));
        }

        uri.Query = query.ToString();
        var request = new HttpRequestMessage(httpMethod, uri.Uri);
        request.Options.Set(AppIdKey, appId);
        request.Options.Set(MethodNameKey, methodName);
        if (_apiToken is not null)
        {
            request.Headers.TryAddWithoutValidation(WireNames.ApiTokenHeader, _apiToken);
        }

        return request;
    }

    public override HttpRequestMessage CreateInvokeMethodRequest<TRequest>(HttpMethod httpMethod, string appId, string methodName, IReadOnlyCollection<KeyValuePair<string, string>> queryStringParameters, TRequest data)
    {
        var request = CreateInvokeMethodRequest(httpMethod, appId, methodName, queryStringParameters);
        request.Content = JsonContent.Create(data, options: JsonSerializerOptions);
        return request;
    }

    public override HttpClient CreateInvokableHttpClient(string? appId = null) =>
        CreateInvokeHttpClient(appId, _endpoint.AbsoluteUri, _apiToken);

    [Obsolete("Recommended guidance is to use a native HTTP or gRPC client for service invocation")]
    public override async Task<HttpResponseMessage> InvokeMethodWithResponseAsync(HttpRequestMessage request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.RequestUri is not null && !_endpoint.IsBaseOf(request.RequestUri))
        {
            throw new InvalidOperationException("The provided request URI is not a Dapr service invocation URI.");
        }

        try
        {
            return await _invocations.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException unreachable)
        {
            throw Failure(request, unreachable, response: null);
        }
    }

    [Obsolete("Recommended guidance is to use a native HTTP or gRPC client for service invocation")]
    public override async Task InvokeMethodAsync(HttpRequestMessage request, CancellationToken cancellationToken = default)
    {
        // The response is not disposed: the exception hands it to the caller.
        var response = await InvokeMethodWithResponseAsync(request, cancellationToken).ConfigureAwait(false);
        EnsureSuccess(request, response);
    }

    [Obsolete("Recommended guidance is to use a native HTTP or gRPC client for service invocation")]
    public override async Task<TResponse> InvokeMethodAsync<TResponse>(HttpRequestMessage request, CancellationToken cancellationToken = default)
    {
        var response = await InvokeMethodWithResponseAsync(request, cancellationToken).ConfigureAwait(false);
        EnsureSuccess(request, response);
        try
        {
            return (await response.Content.ReadFromJsonAsync<TResponse>(JsonSerializerOptions, cancellationToken).ConfigureAwait(false))!;
        }
        catch (Exception unreadable) when (unreadable is HttpRequestException or JsonException)
        {
            throw Failure(request, unreadable, response);
        }
    }

    private static void EnsureSuccess(HttpRequestMessage request, HttpResponseMessage response)
    {
        try
        {
            response.EnsureSuccessStatusCode();
        }
        catch (HttpRequestException failure)
        {
            throw Failure(request, failure, response);
        }
    }

    private static InvocationException Failure(HttpRequestMessage request, Exception inner, HttpResponseMessage? response)
    {
        request.Options.TryGetValue(AppIdKey, out var appId);
        request.Options.TryGetValue(MethodNameKey, out var methodName);
        return new InvocationException(appId, methodName, inner, response);
    }
}
