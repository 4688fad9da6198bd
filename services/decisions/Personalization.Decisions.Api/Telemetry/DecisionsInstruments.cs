using System.Diagnostics.Metrics;
using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Api.Telemetry;

/// <summary>What decisions measures (R8.5). No label names a shopper or an item.</summary>
internal sealed class DecisionsInstruments : IDisposable
{
    public const string MeterName = "Personalization.Decisions";

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _latency;
    private readonly Counter<long> _decisions;
    private readonly Counter<long> _apprentice;
    private readonly Counter<long> _rewards;
    private readonly Histogram<double> _lessons;
    private readonly Counter<long> _learned;
    private readonly Counter<long> _scored;

    public DecisionsInstruments()
    {
        _latency = _meter.CreateHistogram<double>("personalization_decision_latency_ms", unit: "ms", description: "Duration of a call, its logging included");
        _decisions = _meter.CreateCounter<long>("personalization_decisions_total", description: "Decisions by policy");
        _apprentice = _meter.CreateCounter<long>("decisions_apprentice_total", description: "Decisions of apprentices by whether the model would have shown the same");
        _rewards = _meter.CreateCounter<long>("personalization_conversions_total", description: "Rewards and activations by what became of them");
        _lessons = _meter.CreateHistogram<double>("decisions_learning_duration_seconds", unit: "s", description: "Duration of one learning transaction");
        _learned = _meter.CreateCounter<long>("decisions_learned_total", description: "Calls that a model learned from, or was corrected by");
        _scored = _meter.CreateCounter<long>("decisions_model_server_total", description: "Slots asked of a model server by what came of it");
    }

    public void Decided(IReadOnlyList<DecidedSlot> decisions, TimeSpan duration)
    {
        _latency.Record(duration.TotalMilliseconds);
        foreach (var decision in decisions)
        {
            _decisions.Add(1, new KeyValuePair<string, object?>("policy", decision.Policy));
            if (decision.WouldSelect is { } would)
            {
                _apprentice.Add(1, new KeyValuePair<string, object?>("match", would == decision.Selected ? "yes" : "no"));
            }
        }
    }

    /// <param name="outcome">A state of the reward's answer, or `duplicate`.</param>
    public void Rewarded(string outcome) => _rewards.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Learned(int calls, TimeSpan duration)
    {
        _learned.Add(calls);
        _lessons.Record(duration.TotalSeconds);
    }

    /// <param name="outcome">`scored`, or why the slot's own model decided: `late`, `failed`, `open`.</param>
    public void Scored(string outcome) => _scored.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose() => _meter.Dispose();
}
