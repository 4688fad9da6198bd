using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Ranking;

/// <summary>Products in a shopper's order, to choose from. Not for several threads at once.</summary>
public sealed class PersonalShelf : IDisposable
{
    private readonly IReadOnlyList<RankedProduct>? _described;
    private readonly List<RankedHit> _hits = [];
    private readonly ReasonWriter? _writer;
    private readonly StandardCatalogue? _catalogue;
    private Action? _giveBack;

    /// <param name="described">Products in order that cost nothing more.</param>
    internal PersonalShelf(IReadOnlyList<RankedProduct> described) => _described = described;

    /// <param name="hits">In order.</param>
    /// <param name="writer">Describes one.</param>
    /// <param name="catalogue">What they are.</param>
    /// <param name="giveBack">Gives back what the writer works with.</param>
    internal PersonalShelf(List<RankedHit> hits, ReasonWriter writer, StandardCatalogue catalogue, Action giveBack) =>
        (_hits, _writer, _catalogue, _giveBack) = (hits, writer, catalogue, giveBack);

    public int Count => _described?.Count ?? _hits.Count;

    /// <param name="place">From 0.</param>
    public Product this[int place] => _described is { } described ? described[place].Product : _catalogue!.Products[_hits[place].Hit.Document].Product;

    /// <summary>What a search shows of it.</summary>
    /// <param name="place">From 0.</param>
    /// <exception cref="ObjectDisposedException">The shelf was given back.</exception>
    public RankedProduct Describe(int place)
    {
        if (_described is { } described)
        {
            return described[place];
        }

        ObjectDisposedException.ThrowIf(_giveBack is null, this);
        return _writer!.Describe(_hits[place]);
    }

    public void Dispose()
    {
        _giveBack?.Invoke();
        _giveBack = null;
    }
}
