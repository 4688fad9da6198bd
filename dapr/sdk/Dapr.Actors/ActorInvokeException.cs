namespace Dapr.Actors;

/// <summary>What a remote actor threw: its type by name and its message.</summary>
public class ActorInvokeException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public ActorInvokeException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="actualExceptionType">The full name of the type that was thrown.</param>
    /// <param name="message">Its message.</param>
    public ActorInvokeException(string actualExceptionType, string message)
        : base(message)
    {
        ActualExceptionType = actualExceptionType;
    }

    /// <summary>The full name of the type that was thrown.</summary>
    public string? ActualExceptionType { get; private set; }
}
