namespace Personalization.Drills.Workflows;

/// <summary>Many workflows of five activities and a timer, with a payload, purged when they have ended.</summary>
/// <param name="processes">Started.</param>
/// <param name="atOnce">Workflows under way at once.</param>
/// <param name="name">Their ids begin with it.</param>
public sealed class VolumeDrill(WorkflowProcesses processes, int atOnce, string name = "small")
{
    private const int PayloadLength = 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private int _done;

    /// <summary>Runs more of them, purges them, and says what the sidecar takes then.</summary>
    public async Task<VolumeReport> RunAsync(int workflows, CancellationToken cancellationToken)
    {
        var first = _done;
        var options = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(first, first + workflows, options, async (number, token) =>
        {
            var id = $"{name}-{number}";
            await processes.Client.ScheduleNewWorkflowAsync("SmallWorkflow", id, new string('x', PayloadLength), null, token);
            var state = await processes.Client.WaitForWorkflowCompletionAsync(id, cancellation: token);
            if (state.ReadOutputAs<int>() != 5 * PayloadLength)
            {
                throw new InvalidOperationException($"workflow {id} ended {state.RuntimeStatus}: {state.FailureDetails}");
            }

            await processes.Client.PurgeInstanceAsync(id, token);
        });
        _done = first + workflows;
        await Task.Delay(Pause, cancellationToken);
        return new VolumeReport(_done, processes.SidecarBytes, processes.FileBytes, processes.SidecarHandles, await processes.WorkersAsync(), processes.Store.Rows());
    }
}
