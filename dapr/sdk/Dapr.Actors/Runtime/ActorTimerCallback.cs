using System.Linq.Expressions;
using System.Reflection;

namespace Dapr.Actors.Runtime;

/// <summary>The method a timer calls, found by name once and compiled.</summary>
internal sealed class ActorTimerCallback
{
    private const BindingFlags AnyMethod = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private readonly Func<Actor, byte[], Task> _call;

    private ActorTimerCallback(Func<Actor, byte[], Task> call) => _call = call;

    /// <summary>Throws <see cref="ArgumentException"/> when a timer cannot call the method.</summary>
    public static void EnsureValid(ActorTypeInformation type, string callback) => Find(type, callback);

    public static ActorTimerCallback Create(ActorTypeInformation type, string callback)
    {
        var method = Find(type, callback);
        var actor = Expression.Parameter(typeof(Actor));
        var data = Expression.Parameter(typeof(byte[]));
        var arguments = method.GetParameters().Select(parameter => Expression.Convert(data, parameter.ParameterType));
        var call = Expression.Call(method.IsStatic ? null : Expression.Convert(actor, type.ImplementationType), method, arguments);
        return new ActorTimerCallback(Expression.Lambda<Func<Actor, byte[], Task>>(call, actor, data).Compile());
    }

    public Task InvokeAsync(Actor actor, byte[] data) => _call(actor, data);

    private static MethodInfo Find(ActorTypeInformation type, string callback)
    {
        var methods = type.ImplementationType.GetMember(callback, MemberTypes.Method, AnyMethod).Cast<MethodInfo>().ToList();
        if (methods.Count == 0)
        {
            throw new ArgumentException($"Timer callback method: {callback} does not exist in the Actor class: {type.ActorTypeName}");
        }

        if (methods.Count > 1)
        {
            throw new ArgumentException($"Timer callback method: {callback} cannot be overloaded.");
        }

        if (methods[0].GetParameters().Length > 1)
        {
            throw new ArgumentException("Timer callback can accept only zero or one parameters");
        }

        return methods[0].ReturnType == typeof(Task) ? methods[0] : throw new ArgumentException("Timer callback can only return type Task");
    }
}
