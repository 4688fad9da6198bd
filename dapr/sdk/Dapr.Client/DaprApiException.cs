namespace Dapr;

/// <summary>A failure the sidecar reported with an error code, such as <c>ERR_ACTOR_INVOKE_METHOD</c>.</summary>
public class DaprApiException : DaprException
{
    private const string Unknown = "UNKNOWN";

    /// <summary>Creates the exception with the error code <c>UNKNOWN</c>.</summary>
    public DaprApiException()
        : this(errorCode: null, isTransient: false)
    {
    }

    /// <summary>Creates the exception with the error code <c>UNKNOWN</c>.</summary>
    public DaprApiException(string message)
        : this(message, errorCode: null, isTransient: false)
    {
    }

    /// <summary>Creates the exception with the error code <c>UNKNOWN</c>.</summary>
    public DaprApiException(string message, Exception? innerException)
        : this(message, innerException, errorCode: null, isTransient: false)
    {
    }

    /// <summary>Creates the exception with an error code and an empty message.</summary>
    public DaprApiException(string? errorCode, bool isTransient)
        : this(string.Empty, errorCode, isTransient)
    {
    }

    /// <summary>Creates the exception with a message and an error code.</summary>
    public DaprApiException(string message, string? errorCode, bool isTransient)
        : this(message, null, errorCode, isTransient)
    {
    }

    /// <summary>Creates the exception with everything that is known about the failure.</summary>
    public DaprApiException(string message, Exception? inner, string? errorCode, bool isTransient)
        : base(message, inner)
    {
        ErrorCode = errorCode ?? Unknown;
        IsTransient = isTransient;
    }

    /// <summary>The sidecar's error code; <c>UNKNOWN</c> when it gave none.</summary>
    public string ErrorCode { get; }

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsTransient { get; }
}
