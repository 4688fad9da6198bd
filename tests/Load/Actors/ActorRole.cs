using System.Net;
using Dapr.Actors;
using Dapr.Actors.Client;
using Dapr.Actors.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Personalization.Load.Servers;

namespace Personalization.Load.Actors;

/// <summary>A service that hosts actors, built on the SDK as the services are.</summary>
internal sealed class ActorRole : IServerRole
{
    public const string RoleName = "actors";
    public const string SidecarOption = "--sidecar";

    public string Name => RoleName;

    public async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, ServerPort.Of(args), listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddActors(options =>
        {
            options.HttpEndpoint = $"http://127.0.0.1:{args[Array.IndexOf(args, SidecarOption) + 1]}";
            options.Actors.RegisterActor<TallyActor>();
        });
        var app = builder.Build();
        app.MapActorsHandlers();
        await app.RunAsync();
    }
}
