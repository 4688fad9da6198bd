namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>Adds messages to the log, all or none.</summary>
internal sealed class AppendWork(IReadOnlyList<(string Topic, ReadOnlyMemory<byte> Data, string? Metadata)> messages, bool broadcast) : QueueWork
{
    public override void Execute(QueueTransaction transaction)
    {
        foreach (var (topic, data, metadata) in messages)
        {
            var id = transaction.TopicId(topic, broadcast);
            transaction.Append(id, data, metadata);
        }
    }
}
