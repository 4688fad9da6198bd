using Microsoft.Extensions.Options;
using Personalization.Decisions.Api.State;

namespace Personalization.Decisions.Api.Learning;

/// <summary>Has the learner look, again and again.</summary>
internal sealed partial class LearningLoop(Learner learner, IOptions<DecisionsOptions> options, TimeProvider time, ILogger<LearningLoop> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.LearnInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await learner.LookAsync(stoppingToken);
                }
                catch (StateUnavailableException exception)
                {
                    LogNotNow((exception.InnerException ?? exception).Message);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is not learned yet stands in the log.
        }
    }

    [LoggerMessage(EventId = EventIds.LearnFailed, Level = LogLevel.Warning, Message = "Nothing can be learned now; it is tried again: {Reason}")]
    private partial void LogNotNow(string reason);
}
