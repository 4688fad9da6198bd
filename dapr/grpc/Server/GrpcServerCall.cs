using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Personalization.Grpc.Framing;

namespace Personalization.Grpc.Server;

/// <summary>One call as its handler sees it.</summary>
internal sealed class GrpcServerCall : IDisposable
{
    private readonly GrpcServerOptions _options;
    private readonly List<CancellationTokenSource> _sources = [];
    private CancellationTokenSource? _deadline;

    public GrpcServerCall(HttpContext http, GrpcServerOptions options)
    {
        Http = http;
        _options = options;
        Began = options.Time.GetTimestamp();
        CancellationToken = http.RequestAborted;
    }

    public HttpContext Http { get; }

    /// <summary>As called: <c>/package.Service/Method</c>.</summary>
    public string Path => Http.Request.Path.Value ?? "";

    /// <summary>The method is one that this server has.</summary>
    public bool IsKnown { get; internal set; }

    /// <summary>Fires when the client is gone or its deadline has passed.</summary>
    public CancellationToken CancellationToken { get; private set; }

    public bool IsDeadlineOver => _deadline?.IsCancellationRequested ?? false;

    /// <summary>The server stops, and this call with it.</summary>
    public bool IsStopped => IsStream && _options.Stopping.IsCancellationRequested;

    /// <summary>A timestamp of the options' clock.</summary>
    public long Began { get; }

    private bool IsStream { get; set; }

    /// <summary>A message was written, or the headers were sent: the status goes into the trailers.</summary>
    internal bool HasBegunAnswer { get; private set; }

    private IHeaderDictionary Trailers =>
        Http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers
            ?? throw new InvalidOperationException("gRPC needs trailers: serve it over HTTP/2.");

    /// <summary>Metadata of the client by its name in lower case, the first value; null when absent or empty.</summary>
    public string? Metadata(string name) => Http.Request.Headers.TryGetValue(name, out var values) && values.Count > 0 && values[0] is { Length: > 0 } value ? value : null;

    /// <summary>Adds metadata after the last message. Names ending in <c>-bin</c> take base64.</summary>
    public void AddTrailer(string name, string value) => (HasBegunAnswer ? Trailers : Http.Response.Headers).Append(name, value);

    /// <summary>Sends the headers before the first message, for a client that waits for them.</summary>
    public Task SendHeadersAsync()
    {
        HasBegunAnswer = true;
        return Http.Response.HasStarted ? Task.CompletedTask : Http.Response.StartAsync(CancellationToken);
    }

    public void Dispose()
    {
        _deadline?.Dispose();
        foreach (var source in _sources)
        {
            source.Dispose();
        }
    }

    /// <exception cref="GrpcException">INTERNAL: the client's timeout is not one.</exception>
    internal void ObserveDeadline()
    {
        if (Metadata(GrpcNames.Timeout) is not { } text)
        {
            return;
        }

        if (!GrpcTimeout.TryParse(text, out var timeout))
        {
            throw new GrpcException(GrpcStatusCode.Internal, $"{GrpcNames.Timeout} is '{text}'; it takes up to eight digits and one of H, M, S, m, u, n");
        }

        if (timeout is { } span)
        {
            _deadline = new CancellationTokenSource(span, _options.Time);
            Observe(_deadline.Token);
        }
    }

    /// <summary>The call lasts as long as its stream: it ends with the server.</summary>
    internal void ObserveStop()
    {
        IsStream = true;
        Observe(_options.Stopping);
    }

    internal void End(GrpcStatus status)
    {
        // Nothing sent yet: one block of headers carries the whole answer ("trailers-only").
        var target = HasBegunAnswer ? Trailers : Http.Response.Headers;
        if (status.Code == GrpcStatusCode.Unimplemented && !HasBegunAnswer)
        {
            target[GrpcNames.AcceptEncoding] = GrpcNames.Identity;
        }

        target[GrpcNames.Status] = ((int)status.Code).ToString(CultureInfo.InvariantCulture);
        if (status.Message.Length > 0)
        {
            target[GrpcNames.Message] = GrpcText.Encode(status.Message);
        }

        if (status.Details is { } details)
        {
            target[GrpcNames.StatusDetails] = Convert.ToBase64String(details.Span).TrimEnd('=');
        }
    }

    private void Observe(CancellationToken token)
    {
        var both = CancellationTokenSource.CreateLinkedTokenSource(token, CancellationToken);
        _sources.Add(both);
        CancellationToken = both.Token;
    }
}
