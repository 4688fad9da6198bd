using System.Reflection;

namespace Dapr.Actors.Client;

/// <summary>What an interface must be like to be that of an actor.</summary>
internal static class ActorInterface
{
    /// <summary>Throws <see cref="ArgumentException"/> naming the first rule that is broken.</summary>
    public static void EnsureValid(Type type)
    {
        if (!type.IsInterface)
        {
            throw new ArgumentException($"The type '{type.FullName}' is not an Actor interface as it is not an interface.", nameof(type));
        }

        if (FindForeignParent(type) is { } foreign)
        {
            throw new ArgumentException(
                foreign == type
                    ? $"The type '{type.FullName}' is not an actor interface as it does not derive from the interface '{typeof(IActor).FullName}'."
                    : $"The type '{type.FullName}' is not an actor interface as it derive from a non actor interface '{foreign.FullName}'. All actor interfaces must derive from '{typeof(IActor).FullName}'.",
                nameof(type));
        }

        if (type.IsGenericType)
        {
            throw new ArgumentException($"The actor interface '{type.FullName}' is using generics. Generic interfaces cannot be remoted.", nameof(type));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var method in Methods(type))
        {
            EnsureValid(type, method, names);
        }
    }

    /// <summary>The methods of the interface and of those it derives from.</summary>
    public static IEnumerable<MethodInfo> Methods(Type type) =>
        type.GetInterfaces().Append(type).SelectMany(declaring => declaring.GetMethods());

    /// <summary>The interface among a type's own and its parents that is not an actor's; <c>null</c> when all are.</summary>
    public static Type? FindForeignParent(Type type)
    {
        var parents = type.GetInterfaces();
        return parents.Contains(typeof(IActor))
            ? parents.Where(parent => parent != typeof(IActor)).Select(FindForeignParent).FirstOrDefault(found => found is not null)
            : type;
    }

    private static void EnsureValid(Type type, MethodInfo method, HashSet<string> names)
    {
        var broken =
            !names.Add(method.Name) ? "is overloaded. The actor interface methods cannot be overloaded."
            : method.IsGenericMethod ? "is using generics. The actor interface methods cannot use generics."
            : !typeof(Task).IsAssignableFrom(method.ReturnType) ? "does not return Task or Task<>. The actor interface methods must be async and must return either Task or Task<>."
            : method.GetParameters().SkipLast(1).Any(parameter => parameter.ParameterType == typeof(CancellationToken)) ? $"has a '{typeof(CancellationToken)}' parameter that is not the last parameter. If an actor method accepts a '{typeof(CancellationToken)}' parameter, it must be the last parameter."
            : method.GetParameters().Any(parameter => parameter.ParameterType.IsByRef || parameter.IsOptional) ? "has out/ref/optional parameters. The actor interface methods must not have out, ref or optional parameters."
            : null;
        if (broken is not null)
        {
            throw new ArgumentException($"Method '{method.Name}' of actor interface '{type.FullName}' {broken}", nameof(type));
        }
    }
}
