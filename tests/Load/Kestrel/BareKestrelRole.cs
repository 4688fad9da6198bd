using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Personalization.Load.Servers;

namespace Personalization.Load.Kestrel;

/// <summary>Kestrel and nothing else: answers every request with 500 bytes of JSON after reading its body. The yardstick.</summary>
internal sealed class BareKestrelRole : IServerRole
{
    public const string RoleName = "kestrel";

    /// <summary>A second port, on which it speaks HTTP/2 in clear text.</summary>
    public const string H2cOption = "--h2c-port";

    private const int AnswerBytes = 500;

    private static readonly byte[] Answer = Encoding.UTF8.GetBytes($$"""{"text":"{{new string('x', AnswerBytes - """{"text":""}""".Length)}}"}""");

    public string Name => RoleName;

    public async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, ServerPort.Of(args), listen => listen.Protocols = HttpProtocols.Http1);
            if (ServerPort.Find(args, H2cOption) is { } h2c)
            {
                kestrel.Listen(IPAddress.Loopback, h2c, listen => listen.Protocols = HttpProtocols.Http2);
            }
        });
        var app = builder.Build();
        app.Run(AnswerAsync);
        await app.RunAsync();
    }

    private static async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.ContentLength is > 0)
        {
            await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        }

        http.Response.ContentType = "application/json";
        http.Response.ContentLength = Answer.Length;
        await http.Response.BodyWriter.WriteAsync(Answer, http.RequestAborted);
    }
}
