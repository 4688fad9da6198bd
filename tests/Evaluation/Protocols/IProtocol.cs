using Personalization.Evaluation.Data;

namespace Personalization.Evaluation.Protocols;

/// <summary>One question put to the product on real data, with the bars it has to reach.</summary>
public interface IProtocol
{
    /// <summary>Such as `P1`.</summary>
    string Id { get; }

    /// <summary>What it reads, relative to the data folder. Where one is not there the protocol is left out.</summary>
    IReadOnlyList<string> Files { get; }

    /// <param name="data">The data folder.</param>
    /// <param name="dump">Takes the answers.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<ProtocolResult> RunAsync(string data, AnswerDump dump, CancellationToken cancellationToken);
}
