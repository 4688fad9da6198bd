using System.Threading.Channels;

namespace Personalization.Profiles.Api.Merging;

/// <summary>Merges that were begun and not finished, as their sources notice.</summary>
internal sealed class PendingMerges
{
    private readonly Channel<(string Source, string Target)> _merges = Channel.CreateBounded<(string Source, string Target)>(
        new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropWrite });

    public ChannelReader<(string Source, string Target)> Reader => _merges.Reader;

    /// <summary>When there are too many at a time the source notices again on its next call.</summary>
    public void Add(string source, string target) => _merges.Writer.TryWrite((source, target));
}
