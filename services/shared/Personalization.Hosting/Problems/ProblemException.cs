using Personalization.Abstractions.Problems;

namespace Personalization.Hosting.Problems;

/// <summary>Ends a request with a problem from where no result can be returned, such as the reading of its body.</summary>
public sealed class ProblemException : Exception
{
    public ProblemException(Problem problem, int? retryAfter = null)
        : base(problem.Detail)
    {
        Problem = problem;
        RetryAfter = retryAfter;
    }

    public Problem Problem { get; }

    public int? RetryAfter { get; }
}
