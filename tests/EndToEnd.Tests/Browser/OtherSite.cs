using System.Net;
using System.Text;
using Personalization.EndToEnd.Tests.Running;

namespace Personalization.EndToEnd.Tests.Browser;

/// <summary>A shop's own web server at <see cref="RunningSystem.OtherSite"/>: one page. Pages that a test makes up inside the browser are no use here: their last requests are lost.</summary>
internal sealed class OtherSite : IDisposable
{
    private readonly HttpListener _listener = new();

    public OtherSite()
    {
        _listener.Prefixes.Add(RunningSystem.OtherSite + "/");
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>What the page's body is.</summary>
    public string Body { get; set; } = "";

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext call;
            try
            {
                call = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            call.Response.ContentType = "text/html; charset=utf-8";
            await call.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes($"<!doctype html><title>a shop</title>{Body}"));
            call.Response.Close();
        }
    }
}
