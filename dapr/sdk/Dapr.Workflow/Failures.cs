using Personalization.Grpc.DurableTask;

namespace Dapr.Workflow;

/// <summary>Exceptions as the wire has them.</summary>
internal static class Failures
{
    /// <summary>The error type of a workflow that is not registered.</summary>
    public const string WorkflowNotFound = "WorkflowNotFound";

    /// <summary>The error type of an activity that is not registered.</summary>
    public const string ActivityNotFound = "ActivityNotFoundException";

    public static FailureDetails Of(Exception exception, bool isNonRetriable = false) => new()
    {
        ErrorType = exception.GetType().FullName ?? nameof(Exception),
        ErrorMessage = exception.Message,
        StackTrace = exception.StackTrace ?? "",
        InnerFailure = exception.InnerException is { } inner ? Of(inner) : null,
        IsNonRetriable = isNonRetriable,
    };

    public static FailureDetails Missing(string type, string message) => new() { ErrorType = type, ErrorMessage = message, StackTrace = "", IsNonRetriable = true };
}
