namespace Dapr;

/// <summary>The base of the exceptions that the SDK throws when the sidecar answers with a failure or cannot be reached.</summary>
public class DaprException : Exception
{
    /// <summary>Creates the exception with a message.</summary>
    public DaprException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and the failure that caused it.</summary>
    public DaprException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
