using System.Diagnostics;
using Personalization.Evaluation.Data;
using Personalization.Evaluation.Protocols;
using Personalization.Evaluation.Reporting;

namespace Personalization.Evaluation.Running;

/// <summary>Runs protocols one after the other: a JSON line each, then a table.</summary>
public static class EvaluationRun
{
    /// <returns>0 when every protocol that ran passed and none was left out that must not be; else 1.</returns>
    public static async Task<int> RunAsync(EvaluationArguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        List<ProtocolOutcome> outcomes = [];
        foreach (var protocol in arguments.Protocols)
        {
            var outcome = await RunAsync(protocol, arguments, cancellationToken);
            await output.WriteLineAsync(OutcomeJson.Write(outcome));
            await output.FlushAsync(cancellationToken);
            outcomes.Add(outcome);
        }

        await output.WriteLineAsync();
        await output.WriteAsync(OutcomeTable.Write(outcomes));
        return outcomes.TrueForAll(outcome => outcome.Result?.Passed ?? !arguments.RequireAll) ? 0 : 1;
    }

    private static async Task<ProtocolOutcome> RunAsync(IProtocol protocol, EvaluationArguments arguments, CancellationToken cancellationToken)
    {
        var missing = protocol.Files.Select(file => Path.Combine(arguments.Data, file)).FirstOrDefault(file => !File.Exists(file));
        if (missing is not null)
        {
            return new ProtocolOutcome(protocol.Id, null, 0, 0, $"no data: {missing}");
        }

        var started = Stopwatch.GetTimestamp();
        using var dump = AnswerDump.Open(arguments.Dump, protocol.Id);
        var result = await protocol.RunAsync(arguments.Data, dump, cancellationToken);
        return new ProtocolOutcome(protocol.Id, result, Stopwatch.GetElapsedTime(started).TotalSeconds, PeakMegabytes(), null);
    }

    private static double PeakMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1048576.0;
    }
}
