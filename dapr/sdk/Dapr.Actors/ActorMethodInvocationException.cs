namespace Dapr.Actors;

/// <summary>A method of an actor, called through its interface, threw. The inner <see cref="ActorInvokeException"/> names what it threw.</summary>
public class ActorMethodInvocationException : DaprApiException
{
    private const string InvokeMethodError = "ERR_ACTOR_INVOKE_METHOD";

    /// <summary>Creates the exception without a message.</summary>
    public ActorMethodInvocationException()
        : base(InvokeMethodError, false)
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    public ActorMethodInvocationException(string message, bool isTransient)
        : base(message, InvokeMethodError, isTransient)
    {
    }

    /// <summary>Creates the exception with a message and what the method threw.</summary>
    public ActorMethodInvocationException(string message, Exception? innerException, bool isTransient)
        : base(message, innerException, InvokeMethodError, isTransient)
    {
    }
}
