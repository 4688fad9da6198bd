using System.Globalization;

namespace Personalization.Drills.Memory;

/// <summary>What a memory drill saw.</summary>
public sealed record MemoryReport
{
    public required MemoryOptions Options { get; init; }

    /// <summary>Before the first event.</summary>
    public required Footprint Start { get; init; }

    /// <summary>After the first visit of each shopper, idle.</summary>
    public required Footprint First { get; init; }

    /// <summary>With the most actors that were seen active at once.</summary>
    public required Footprint Peak { get; init; }

    public required int MostActive { get; init; }

    /// <summary>After the last visit, idle.</summary>
    public required Footprint All { get; init; }

    /// <summary>After some events came again.</summary>
    public required Footprint Repeated { get; init; }

    /// <summary>Actors still active when <see cref="All"/> was taken.</summary>
    public required int LeftActive { get; init; }

    public required TimeSpan Took { get; init; }

    public required IReadOnlyList<string> Faults { get; init; }

    /// <summary>Resident memory after all, as a share of that after the first visits.</summary>
    public double Growth => (double)All.Memory / First.Memory;

    /// <summary>Resident bytes that one active shopper adds.</summary>
    public long BytesActive => (Peak.Memory - Start.Memory) / Math.Max(1, MostActive);

    /// <summary>Bytes on disk of a shopper's state after all visits.</summary>
    public long BytesStored => All.Files.GetValueOrDefault("profiles-state") / Options.Shoppers;

    /// <summary>Bytes of a warehouse's row.</summary>
    public long BytesARow => (All.Files.GetValueOrDefault("services") - Start.Files.GetValueOrDefault("services")) / Options.Events;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {Options.Events} events of {Options.Shoppers} shoppers in {Took.TotalMinutes:0.0} min, {Faults.Count} faults; {Growth:0.000} x the memory of the first {Options.Shoppers * Options.EventsAVisit}
          start:    {Start}
          first:    {First}
          peak:     {Peak}, {MostActive} active actors, {BytesActive} bytes each
          all:      {All}, {LeftActive} active actors; {BytesStored} bytes of state a shopper, {BytesARow} bytes a row of the warehouse
          repeated: {Repeated}
        """) + string.Concat(Faults.Take(20).Select(fault => $"{Environment.NewLine}  {fault}"));
}
