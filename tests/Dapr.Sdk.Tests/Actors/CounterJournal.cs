using System.Collections.Concurrent;

namespace Dapr.Sdk.Tests.Actors;

/// <summary>What happened to the actors of a test, in order.</summary>
public sealed class CounterJournal
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public void Add(string line) => _lines.Enqueue(line);
}
