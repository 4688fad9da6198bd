using Personalization.Grpc.DurableTask;

namespace Personalization.Sidecar.Workflows.Instances;

/// <summary>What an instance's history says to another instance.</summary>
/// <param name="Target">The other instance.</param>
/// <param name="Execution">The execution it is for; empty: whichever there is.</param>
/// <param name="Event">What goes into its inbox.</param>
internal readonly record struct Message(string Target, string Execution, HistoryEvent Event);
