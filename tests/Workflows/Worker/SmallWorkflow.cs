using Dapr.Workflow;

namespace Personalization.Drills.Workflows.Worker;

/// <summary>Five activities with a payload each, and a timer: what the load measure runs by the thousand.</summary>
internal sealed class SmallWorkflow : Workflow<string, int>
{
    private const int Activities = 5;

    public override async Task<int> RunAsync(WorkflowContext context, string input)
    {
        var length = 0;
        for (var i = 0; i < Activities; i++)
        {
            length += (await context.CallActivityAsync<string>(nameof(EchoActivity), input)).Length;
        }

        await context.CreateTimer(TimeSpan.FromMilliseconds(10));
        return length;
    }
}
