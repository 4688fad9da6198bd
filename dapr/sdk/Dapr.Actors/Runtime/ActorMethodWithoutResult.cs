using System.IO.Pipelines;
using System.Reflection;
using System.Text.Json;

namespace Dapr.Actors.Runtime;

internal sealed class ActorMethodWithoutResult : ActorMethod
{
    private readonly Func<Actor, object?[], CancellationToken, Task> _call;

    public ActorMethodWithoutResult(MethodInfo method, JsonSerializerOptions json)
        : base(method, json) => _call = Compile<Task>(method);

    public override async Task<Func<PipeWriter, CancellationToken, Task>?> InvokeAsync(Actor actor, object?[] arguments, CancellationToken cancellationToken)
    {
        await _call(actor, arguments, cancellationToken).ConfigureAwait(false);
        return null;
    }
}
