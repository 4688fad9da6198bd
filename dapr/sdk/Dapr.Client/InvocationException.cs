namespace Dapr.Client;

/// <summary>A service invocation that did not reach its target or was answered with a failure.</summary>
public class InvocationException : DaprException
{
    private const string Unknown = "unknown";

    /// <summary>Creates the exception.</summary>
    /// <param name="appId">The app-id that was called.</param>
    /// <param name="methodName">The method that was called.</param>
    /// <param name="innerException">The failure.</param>
    /// <param name="response">The answer; <c>null</c> when there was none.</param>
    public InvocationException(string? appId, string? methodName, Exception innerException, HttpResponseMessage? response)
        : base($"An exception occurred while invoking method: '{methodName}' on app-id: '{appId}'", innerException)
    {
        AppId = appId ?? Unknown;
        MethodName = methodName ?? Unknown;
        Response = response;
    }

    /// <summary>The app-id that was called.</summary>
    public string AppId { get; }

    /// <summary>The method that was called.</summary>
    public string MethodName { get; }

    /// <summary>The answer; <c>null</c> when there was none.</summary>
    public HttpResponseMessage? Response { get; }
}
