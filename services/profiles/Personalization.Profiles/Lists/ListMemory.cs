using System.Collections.Immutable;

namespace Personalization.Profiles.Lists;

/// <summary>What happened to the products of one ranked list: scrolled past by which event, or clicked.</summary>
public sealed record ListMemory
{
    /// <summary>In <see cref="Products"/>: engaged with, never counted as scrolled past.</summary>
    public const int Clicked = -1;

    public static ListMemory Empty { get; } = new();

    public ImmutableArray<ScrollMark> Scrolls { get; init; } = [];

    /// <summary>By hash of the product id: index into <see cref="Scrolls"/>, or <see cref="Clicked"/>.</summary>
    public ImmutableDictionary<uint, int> Products { get; init; } = ImmutableDictionary<uint, int>.Empty;

    /// <summary>About what it takes in its state key.</summary>
    public int Bytes => 16 + (6 * Products.Count) + Scrolls.Sum(scroll => 24 + (6 * scroll.Names.Count));

    /// <summary>Newest event, Unix milliseconds: the oldest list is forgotten first.</summary>
    public long LastAt { get; init; }
}
