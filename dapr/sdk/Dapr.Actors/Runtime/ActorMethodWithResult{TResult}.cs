using System.IO.Pipelines;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dapr.Actors.Runtime;

internal sealed class ActorMethodWithResult<TResult> : ActorMethod
{
    private readonly Func<Actor, object?[], CancellationToken, Task<TResult>> _call;
    private readonly JsonTypeInfo<TResult> _result;

    public ActorMethodWithResult(MethodInfo method, JsonSerializerOptions json)
        : base(method, json)
    {
        _call = Compile<Task<TResult>>(method);
        _result = TypeInfo<TResult>();
    }

    public override async Task<Func<PipeWriter, CancellationToken, Task>?> InvokeAsync(Actor actor, object?[] arguments, CancellationToken cancellationToken)
    {
        var result = await _call(actor, arguments, cancellationToken).ConfigureAwait(false);
        return (body, token) => JsonSerializer.SerializeAsync(body, result, _result, token);
    }
}
