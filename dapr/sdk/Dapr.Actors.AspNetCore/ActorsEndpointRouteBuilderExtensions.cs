using System.Text.Json;
using Dapr.Actors;
using Dapr.Actors.Runtime;
using Dapr.Actors.Wire;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the routes by which the sidecar reaches the actors.</summary>
public static class ActorsEndpointRouteBuilderExtensions
{
    private const string Actor = "actors/{actorTypeName}/{actorId}";

    /// <summary>Maps the configuration, the calls, timers and reminders of actors, their deactivation, and <c>/healthz</c>.</summary>
    public static IEndpointConventionBuilder MapActorsHandlers(this IEndpointRouteBuilder endpoints)
    {
        var runtime = endpoints.ServiceProvider.GetService<ActorRuntime>() ?? throw new InvalidOperationException(
            "The ActorRuntime service is not registered with the dependency injection container. Call AddActors() inside ConfigureServices() to register the actor runtime and actor types.");
        return new CompositeConventionBuilder(
        [
            endpoints.MapGet("dapr/config", context => WriteConfigurationAsync(runtime, context)).WithDisplayName("Dapr Actors Config"),
            endpoints.MapDelete(Actor, context => runtime.DeactivateAsync(Value(context, "actorTypeName"), Value(context, "actorId"))).WithDisplayName("Dapr Actors Deactivation"),
            endpoints.MapPut(Actor + "/method/{methodName}", context => InvokeAsync(runtime, context)).WithDisplayName("Dapr Actors Invoke"),
            endpoints.MapPut(Actor + "/method/remind/{reminderName}", context => FireReminderAsync(runtime, context)).WithDisplayName("Dapr Actors Reminder"),
            endpoints.MapPut(Actor + "/method/timer/{timerName}", context => FireTimerAsync(runtime, context)).WithDisplayName("Dapr Actors Timer"),
            MapHealth(endpoints),
        ]);
    }

    private static IEndpointConventionBuilder MapHealth(IEndpointRouteBuilder endpoints)
    {
        var builder = endpoints.MapHealthChecks("/healthz").WithMetadata(new AllowAnonymousAttribute()).WithDisplayName("Dapr Actors Health Check");

        // A /healthz of the application itself comes first.
        builder.Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = 100);
        return builder;
    }

    private static string Value(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;

    private static async Task WriteConfigurationAsync(ActorRuntime runtime, HttpContext context)
    {
        context.Response.ContentType = ActorWire.JsonContentType;
        runtime.WriteConfiguration(context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task InvokeAsync(ActorRuntime runtime, HttpContext context)
    {
        var typed = context.Request.Headers.ContainsKey(ActorWire.TypedCallHeader);
        if (context.Request.Headers.TryGetValue(ActorWire.ReentrancyHeader, out var reentrancyId))
        {
            ActorReentrancyContextAccessor.ReentrancyContext = reentrancyId;
        }

        try
        {
            var answer = await runtime.InvokeAsync(
                Value(context, "actorTypeName"),
                Value(context, "actorId"),
                Value(context, "methodName"),
                context.Request.BodyReader,
                typed,
                context.RequestAborted).ConfigureAwait(false);
            if (answer is not null)
            {
                await answer(context.Response.BodyWriter, context.RequestAborted).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (typed && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await WriteFailureAsync(failure, context).ConfigureAwait(false);
        }
        finally
        {
            ActorReentrancyContextAccessor.ReentrancyContext = null;
        }
    }

    /// <summary>A caller through the interface gets what the method threw; any other caller gets the application's own error answer.</summary>
    private static async Task WriteFailureAsync(Exception failure, HttpContext context)
    {
        context.Response.Headers[ActorWire.ErrorResponseHeader] = $"Exception: {failure.GetType().Name}, Method Name: {Value(context, "methodName")}, Exception uuid: {Guid.NewGuid()}";
        var body = new ActorFailure(failure.GetType().FullName ?? failure.GetType().Name, failure.Message);
        await JsonSerializer.SerializeAsync(context.Response.BodyWriter, body, ActorWireJson.Default.ActorFailure, context.RequestAborted).ConfigureAwait(false);
    }

    private static Task FireReminderAsync(ActorRuntime runtime, HttpContext context) =>
        runtime.FireReminderAsync(Value(context, "actorTypeName"), Value(context, "actorId"), Value(context, "reminderName"), context.Request.Body, context.RequestAborted);

    private static async Task FireTimerAsync(ActorRuntime runtime, HttpContext context)
    {
        await runtime.FireTimerAsync(Value(context, "actorTypeName"), Value(context, "actorId"), context.Request.Body, context.RequestAborted).ConfigureAwait(false);
        context.Response.ContentType = ActorWire.JsonContentType;

        // A timer never asks to be cancelled: callbacks have no result.
        await context.Response.Body.WriteAsync("false"u8.ToArray(), context.RequestAborted).ConfigureAwait(false);
    }

    private sealed class CompositeConventionBuilder(IEndpointConventionBuilder[] inner) : IEndpointConventionBuilder
    {
        public void Add(Action<EndpointBuilder> convention)
        {
            foreach (var builder in inner)
            {
                builder.Add(convention);
            }
        }
    }
}
