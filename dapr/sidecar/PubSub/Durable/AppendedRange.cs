namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>What one commit added to one topic.</summary>
/// <param name="TopicId">The topic.</param>
/// <param name="Before">The topic's last sequence before this commit: who had read up to there has missed nothing.</param>
/// <param name="Messages">The new messages in order.</param>
internal sealed record AppendedRange(long TopicId, long Before, List<QueueMessage> Messages);
