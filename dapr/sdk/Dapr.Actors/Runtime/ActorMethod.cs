using System.IO.Pipelines;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dapr.Actors.Runtime;

/// <summary>A method of an actor's interface, compiled once: reads its arguments, calls it, keeps its result for the answer.</summary>
internal abstract class ActorMethod
{
    private readonly JsonTypeInfo[] _arguments;
    private readonly JsonSerializerOptions _json;

    protected ActorMethod(MethodInfo method, JsonSerializerOptions json)
    {
        Context = ActorMethodContext.CreateForActor(method.Name);
        Method = method;
        _json = json;
        _arguments = ArgumentTypes(method).Select(json.GetTypeInfo).ToArray();
    }

    public ActorMethodContext Context { get; }

    protected MethodInfo Method { get; }

    public static ActorMethod Create(MethodInfo method, JsonSerializerOptions json) => method.ReturnType == typeof(Task)
        ? new ActorMethodWithoutResult(method, json)
        : (ActorMethod)Activator.CreateInstance(typeof(ActorMethodWithResult<>).MakeGenericType(method.ReturnType.GenericTypeArguments[0]), method, json)!;

    /// <summary>Reads the arguments. A plain call has at most one; a call through the interface sends several as an array.</summary>
    public async ValueTask<object?[]> ReadArgumentsAsync(PipeReader body, bool typed, CancellationToken cancellationToken)
    {
        switch (_arguments.Length)
        {
            case 0:
                return [];
            case 1:
                return [await JsonSerializer.DeserializeAsync(body, _arguments[0], cancellationToken).ConfigureAwait(false)];
            case var _ when !typed:
                throw new ArgumentException($"Method {Method.DeclaringType!.Name}.{Method.Name} has more than one parameter and can't be invoked through http");
        }

        var elements = await JsonSerializer.DeserializeAsync(body, (JsonTypeInfo<JsonElement>)JsonSerializerOptions.Web.GetTypeInfo(typeof(JsonElement)), cancellationToken).ConfigureAwait(false);
        if (elements.ValueKind != JsonValueKind.Array || elements.GetArrayLength() != _arguments.Length)
        {
            throw new ArgumentException($"Method {Method.DeclaringType!.Name}.{Method.Name} takes an array of {_arguments.Length} arguments.");
        }

        return elements.EnumerateArray().Zip(_arguments, (element, type) => element.Deserialize(type)).ToArray();
    }

    /// <summary>Calls the method and returns what writes the answer; <c>null</c> when there is nothing to write.</summary>
    public abstract Task<Func<PipeWriter, CancellationToken, Task>?> InvokeAsync(Actor actor, object?[] arguments, CancellationToken cancellationToken);

    protected static Func<Actor, object?[], CancellationToken, TTask> Compile<TTask>(MethodInfo method)
    {
        var actor = Expression.Parameter(typeof(Actor));
        var arguments = Expression.Parameter(typeof(object?[]));
        var token = Expression.Parameter(typeof(CancellationToken));
        var parameters = method.GetParameters().Select((parameter, index) => parameter.ParameterType == typeof(CancellationToken)
            ? (Expression)token
            : Convert(Expression.ArrayIndex(arguments, Expression.Constant(index)), parameter.ParameterType));
        var call = Expression.Call(Expression.Convert(actor, method.DeclaringType!), method, parameters);
        return Expression.Lambda<Func<Actor, object?[], CancellationToken, TTask>>(call, actor, arguments, token).Compile();
    }

    protected JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)_json.GetTypeInfo(typeof(T));

    private static IEnumerable<Type> ArgumentTypes(MethodInfo method) =>
        method.GetParameters().Select(parameter => parameter.ParameterType).Where(type => type != typeof(CancellationToken));

    /// <summary>JSON <c>null</c> for a value type is the default of the type, as with a reflective call.</summary>
    private static Expression Convert(Expression value, Type type) => type.IsValueType
        ? Expression.Condition(Expression.ReferenceEqual(value, Expression.Constant(null)), Expression.Default(type), Expression.Convert(value, type))
        : Expression.Convert(value, type);
}
