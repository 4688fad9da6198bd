using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Personalization.Grpc;
using Personalization.Grpc.Messages;
using Personalization.Grpc.Server;
using Personalization.Sidecar.Actors;
using Personalization.Sidecar.Actors.Hosting;
using Personalization.Sidecar.Actors.Reminders;
using Personalization.Sidecar.Actors.State;
using Personalization.Sidecar.Actors.Timers;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.State;

namespace Personalization.Sidecar.Grpc;

/// <summary>The actor API over gRPC. Data of timers and reminders are bytes, which the app gets as base64 text in JSON.</summary>
internal sealed class ActorMethods(ActorInvoker invoker, ActorStateApi state, TimerApi timers, ReminderApi reminders)
{
    private static readonly Empty Done = new();

    public void Map(GrpcServer server)
    {
        server.MapUnary(DaprMethods.InvokeActor, InvokeAsync);
        server.MapUnary(DaprMethods.GetActorState, GetStateAsync);
        server.MapUnary(DaprMethods.ExecuteActorStateTransaction, SaveStateAsync);
        server.MapUnary(DaprMethods.RegisterActorTimer, (request, _) =>
        {
            timers.Register(Key(request.ActorType, request.ActorId), request.Name, new ActorTimerRequest
            {
                DueTime = request.DueTime,
                Period = request.Period,
                Ttl = request.Ttl,
                Callback = request.Callback,
                Data = Base64(request.Data),
            });
            return Task.FromResult(Done);
        });
        server.MapUnary(DaprMethods.UnregisterActorTimer, (request, _) =>
        {
            timers.Unregister(Key(request.ActorType, request.ActorId), request.Name);
            return Task.FromResult(Done);
        });
        server.MapUnary(DaprMethods.RegisterActorReminder, RegisterReminderAsync);
        server.MapUnary(DaprMethods.UnregisterActorReminder, async (request, call) =>
        {
            await reminders.UnregisterAsync(Key(request.ActorType, request.ActorId), request.Name, call.CancellationToken);
            return Done;
        });
        server.MapUnary(DaprMethods.GetActorReminder, (request, _) =>
            Task.FromResult(Response(reminders.Get(Key(request.ActorType, request.ActorId), request.Name))));
    }

    private static ActorKey Key(string type, string id) => ActorNames.Key(type, id);

    private async Task<InvokeActorResponse> InvokeAsync(InvokeActorRequest request, GrpcServerCall call)
    {
        var method = ActorNames.Check("actor method", request.Method);
        var headers = new Dictionary<string, string>(request.Metadata, StringComparer.OrdinalIgnoreCase);
        headers.TryAdd("Content-Type", "application/octet-stream");
        var answer = await invoker.InvokeAsync(
            new ActorCall(
                Key(request.ActorType, request.ActorId),
                Uri.EscapeDataString(method),
                headers,
                request.Data.Memory,
                headers.GetValueOrDefault(ActorHost.ReentrancyHeader) ?? call.Metadata(ActorHost.ReentrancyHeader)),
            method,
            call.CancellationToken);
        if (answer.Headers.TryGetValue(ActorInvoker.ErrorHeader, out var error))
        {
            call.Http.Response.Headers[ActorInvoker.ErrorHeader] = error;
        }

        return new InvokeActorResponse { Data = UnsafeByteOperations.UnsafeWrap(answer.Body) };
    }

    private async Task<GetActorStateResponse> GetStateAsync(GetActorStateRequest request, GrpcServerCall call)
    {
        var actor = state.Active(Key(request.ActorType, request.ActorId));
        if (await state.GetAsync(actor, request.Key, call.CancellationToken) is not { } entry)
        {
            return new GetActorStateResponse();
        }

        var response = new GetActorStateResponse { Data = UnsafeByteOperations.UnsafeWrap(entry.Value) };
        if (entry.Expires is { } expires)
        {
            response.Metadata["ttlExpireTime"] = StateApi.Expiry(expires);
        }

        return response;
    }

    private async Task<Empty> SaveStateAsync(ExecuteActorStateTransactionRequest request, GrpcServerCall call)
    {
        var actor = state.Active(Key(request.ActorType, request.ActorId));
        await state.SaveAsync([.. request.Operations.Select(operation => operation.OperationType switch
        {
            "upsert" => StateOperation.Upsert(
                state.StateKey(actor, Named(operation)),
                operation.Value?.Value.Memory ?? default,
                ttlSeconds: StateApi.Ttl(operation.Metadata.AsReadOnly(), ActorErrorCodes.StateTransaction)),
            "delete" => StateOperation.Delete(state.StateKey(actor, Named(operation))),
            var other => throw Malformed($"operation type '{other}' is not supported"),
        })]);
        return Done;
    }

    private async Task<Empty> RegisterReminderAsync(RegisterActorReminderRequest request, GrpcServerCall call)
    {
        await reminders.RegisterAsync(
            Key(request.ActorType, request.ActorId),
            request.Name,
            new ReminderRequest
            {
                DueTime = request.DueTime,
                Period = request.Period,
                Ttl = request.Ttl,
                Data = Base64(request.Data),
                Overwrite = request.HasOverwrite ? request.Overwrite : null,
                FailurePolicy = FailurePolicies.From(request.FailurePolicy),
            },
            call.CancellationToken);
        return Done;
    }

    private static GetActorReminderResponse Response(ReminderRecord record)
    {
        var response = new GetActorReminderResponse { ActorType = record.Type, ActorId = record.Id };
        if (record.DueTime.Length > 0)
        {
            response.DueTime = record.DueTime;
        }

        if (record.Period.Length > 0)
        {
            response.Period = record.Period;
        }

        if (record.Ttl.Length > 0)
        {
            response.Ttl = record.Ttl;
        }

        if (record.Data is { } data)
        {
            response.Data = Any.Pack(new BytesValue { Value = ByteString.CopyFromUtf8(data.GetRawText()) });
        }

        return response;
    }

    private static JsonElement Base64(ByteString data) =>
        data.IsEmpty ? default : JsonSerializer.SerializeToElement(data.ToBase64(), ActorsJson.Default.String);

    private static string Named(TransactionalActorStateOperation operation) =>
        operation.Key.Length > 0 ? operation.Key : throw Malformed("an operation has no key");

    private static DaprApiException Malformed(string reason) => new(StatusCodes.Status400BadRequest, ErrorCodes.MalformedRequest, reason);
}
