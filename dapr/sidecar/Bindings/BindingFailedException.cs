namespace Personalization.Sidecar.Bindings;

/// <summary>The other side answered, and the answer says that it failed. The caller sees the answer's metadata.</summary>
internal sealed class BindingFailedException(string message, BindingAnswer answer) : Exception(message)
{
    public BindingAnswer Answer { get; } = answer;
}
