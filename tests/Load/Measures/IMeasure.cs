using Personalization.Load.Running;

namespace Personalization.Load.Measures;

/// <summary>One figure with its yardstick, both measured in the same run.</summary>
public interface IMeasure
{
    /// <summary>As on the command line.</summary>
    string Name { get; }

    Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken);
}
