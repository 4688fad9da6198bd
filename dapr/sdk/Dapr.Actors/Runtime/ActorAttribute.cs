namespace Dapr.Actors.Runtime;

/// <summary>Gives an actor a type name other than that of its class.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class ActorAttribute : Attribute
{
    /// <summary>The type name.</summary>
    public string? TypeName { get; set; }
}
