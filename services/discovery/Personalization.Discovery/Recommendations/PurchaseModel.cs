using Personalization.Discovery.Baskets;
using Personalization.Discovery.Boosting;
using Personalization.Discovery.NextBasket;
using Personalization.Discovery.Quantities;
using Personalization.Discovery.Reorders;
using Personalization.Discovery.Together;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Recommendations;

/// <summary>
/// What a store's purchases teach, by product id: next baskets, reorder gaps, quantities, what goes together, what is trending. Every basket changes it at once; trees and
/// fitted settings are put in as a whole. Safe for concurrent use: any number may ask at once; who counts a basket has it for a moment alone.
/// </summary>
#pragma warning disable CA1001 // The lock holds nothing but memory, unless threads wait for it; a model is dropped when nobody asks it any more.
public sealed class PurchaseModel(NextBasketOptions nextBasket, BasketStatisticsOptions statistics)
#pragma warning restore CA1001
{
    /// <summary>Products beside which others are looked for.</summary>
    public const int MaxBeside = 100;

    /// <summary>Products found beside them.</summary>
    public const int MaxTogether = 400;

    private const int NoCategory = -1;

    private readonly ReaderWriterLockSlim _turns = new();
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _ids = [];
    private readonly List<int> _categories = [];
    private readonly Dictionary<string, int> _categoryNumbers = new(StringComparer.Ordinal);
    private readonly Dictionary<long, OwnBaskets> _shoppers = [];
    private readonly BasketStatistics _all = new(statistics);
    private readonly ReorderModel _reorders = new();
    private readonly QuantityModel _quantities = new();
    private NextBasketRanker? _ranker;
    private BasketCompletion? _completion;
    private CompletionSettings _settings = CompletionSettings.Default;
    private int _togetherBaskets;
    private string? _version;

    /// <summary>Baskets counted.</summary>
    public int Baskets => _all.Baskets;

    /// <summary>Version of the learned part; null: nothing is learned, the plain strategies serve.</summary>
    public string? Version => Volatile.Read(ref _version);

    private NextBasketRanker Ranker => LazyInitializer.EnsureInitialized(ref _ranker, () => new NextBasketRanker(_all, nextBasket));

    private BasketCompletion Completion => LazyInitializer.EnsureInitialized(ref _completion, () => new BasketCompletion(_all, ItemRegression.Empty, CompletionSettings.Default));

    /// <summary>Numbers products before anything is counted, so that equals stand in this order.</summary>
    public void Know(IEnumerable<string> products, Func<string, string?> categoryOf)
    {
        Alone(() =>
        {
            foreach (var product in products)
            {
                Number(product, categoryOf);
            }
        });
    }

    /// <summary>Counts a basket. One that is earlier than the shopper's last counts as bought with the last.</summary>
    /// <param name="shopper">Who, as a number that names nobody.</param>
    /// <param name="at">When.</param>
    /// <param name="products">Each once.</param>
    /// <param name="quantities">Units of each.</param>
    /// <param name="categoryOf">Category of a product; null none.</param>
    public void Take(long shopper, DateTimeOffset at, IReadOnlyList<string> products, IReadOnlyList<double> quantities, Func<string, string?> categoryOf)
    {
        Alone(() =>
        {
            if (!_shoppers.TryGetValue(shopper, out var own))
            {
                _shoppers.Add(shopper, own = new OwnBaskets());
            }

            var items = new int[products.Count];
            for (var place = 0; place < items.Length; place++)
            {
                items[place] = Number(products[place], categoryOf);
            }

            var basket = new PastBasket(Math.Max(at.ToUnixTimeMilliseconds(), own.Count == 0 ? long.MinValue : own.LastAt), items, [.. quantities]);
            for (var place = 0; place < items.Length; place++)
            {
                var mine = own.Items.GetValueOrDefault(items[place]);
                if (mine is not null && basket.At > mine.LastAt)
                {
                    _reorders.Add(own, items[place], _categories[items[place]], Category, BasketDays.Between(mine.LastAt, basket.At));
                }

                _quantities.Add(items[place], own, quantities[place]);
            }

            _all.Add(own, basket);
            own.Add(basket);
        });
    }

    /// <summary>Puts a learned part in force.</summary>
    /// <param name="version">Its name; null takes the learned part out.</param>
    /// <param name="trees">Null: the plain order.</param>
    /// <param name="completion">Null: the defaults.</param>
    public void Use(string? version, BoostedTrees? trees, CompletionSettings? completion)
    {
        Alone(() =>
        {
            Volatile.Write(ref _version, version);
            Ranker.Trees = trees;
            _settings = completion ?? CompletionSettings.Default;
        });
        LearnTogether();
    }

    /// <summary>Learns anew what goes together, when baskets have come since the last time. Answers go on meanwhile; to be called every minute or so.</summary>
    public void LearnTogether()
    {
        var (known, settings, baskets) = Beside(() => (_togetherBaskets == _all.Baskets && _completion?.Settings == _settings ? null : PairMoments.Of(_all), _settings, _all.Baskets));
        if (known is not { } moments)
        {
            return;
        }

        var regression = ItemRegression.Learn(moments, settings.Ridge);
        Alone(() => (_completion, _togetherBaskets) = (new BasketCompletion(_all, regression, settings), baskets));
    }

    /// <summary>The products of a shopper's next basket, best first.</summary>
    /// <param name="orders">The shopper's orders, oldest first.</param>
    /// <param name="now">When.</param>
    /// <param name="take">How many.</param>
    /// <param name="explain">Fill <see cref="NextProduct.Terms"/>.</param>
    public IReadOnlyList<NextProduct> NextBasket(IReadOnlyList<PastOrder> orders, DateTimeOffset now, int take, bool explain = false)
    {
        _turns.EnterReadLock();
        try
        {
            var (own, unknown) = Own(orders);
            var at = now.ToUnixTimeMilliseconds();
            var ranked = Ranker.Rank(own, at, take);
            var found = new NextProduct[ranked.Count];
            for (var place = 0; place < found.Length; place++)
            {
                var (item, score) = ranked[place];
                var mine = own.Entries.GetValueOrDefault(item);
                found[place] = new NextProduct(
                    Id(item, unknown),
                    score,
                    mine?.Count ?? 0,
                    mine is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(mine.LastAt),
                    (decimal?)_quantities.Quantity(item, own),
                    explain ? Ranker.Explain(own, at, item) : []);
            }

            return found;
        }
        finally
        {
            _turns.ExitReadLock();
        }
    }

    /// <summary>When the shopper's products are due again, the most pressing first.</summary>
    /// <param name="orders">The shopper's orders, oldest first.</param>
    public IReadOnlyList<DueProduct> Due(IReadOnlyList<PastOrder> orders)
    {
        _turns.EnterReadLock();
        try
        {
            var (own, unknown) = Own(orders);
            List<DueProduct> due = [];
            foreach (var (item, mine) in own.Entries)
            {
                if (mine.Gaps > 0 && _reorders.Days(own, item, Category(item), Category) is { } days)
                {
                    due.Add(new DueProduct(
                        Id(item, unknown), DateTimeOffset.FromUnixTimeMilliseconds(mine.LastAt).AddDays(Math.Min(days, 3650)), days, mine.Count, (decimal?)_quantities.Quantity(item, own)));
                }
            }

            due.Sort(static (left, right) => left.Due != right.Due ? left.Due.CompareTo(right.Due) : string.CompareOrdinal(left.ProductId, right.ProductId));
            return due;
        }
        finally
        {
            _turns.ExitReadLock();
        }
    }

    /// <summary>What goes with products, best first, at most <see cref="MaxTogether"/>; empty when nothing was ever bought with any of them.</summary>
    /// <param name="products">Any number; of many the last <see cref="MaxBeside"/> that are known count, so that a cart of thousands holds nobody up.</param>
    /// <param name="take">How many.</param>
    public IReadOnlyList<TogetherProduct> Together(IReadOnlyList<string> products, int take)
    {
        take = Math.Min(take, MaxTogether);
        _turns.EnterReadLock();
        try
        {
            List<int> basket = [.. products.Reverse().Distinct(StringComparer.Ordinal).Where(_numbers.ContainsKey).Select(product => _numbers[product]).Where(item => _all.TogetherWith(item).Count > 0).Take(MaxBeside)];
            if (basket.Count == 0)
            {
                return [];
            }

            var completion = Completion;
            return completion.Rank(basket, take).ConvertAll(item =>
            {
                var nearest = basket.Count == 1 ? basket[0] : basket.MaxBy(other => completion.Pull(other, item.Item));
                return new TogetherProduct(_ids[item.Item], item.Score, _ids[nearest], _all.Together(item.Item, nearest));
            });
        }
        finally
        {
            _turns.ExitReadLock();
        }
    }

    /// <summary>What sells faster lately than before, best first.</summary>
    public IReadOnlyList<(string ProductId, double Score)> Trending(DateTimeOffset now, int take)
    {
        var at = now.ToUnixTimeMilliseconds();
        return Beside(() => (List<(string, double)>)[.. Enumerable.Range(0, _all.Items)
            .Select(item => (Item: item, Score: _all.Trend(item, at)))
            .Where(item => item.Score > 0)
            .OrderByDescending(item => item.Score)
            .ThenBy(item => _ids[item.Item], StringComparer.Ordinal)
            .Take(take)
            .Select(item => (_ids[item.Item], item.Score))]);
    }

    /// <summary>Baskets with a product.</summary>
    public int BasketsWith(string product) => Beside(() => _numbers.TryGetValue(product, out var item) ? _all.BasketsWith(item) : 0);

    private void Alone(Action write)
    {
        _turns.EnterWriteLock();
        try
        {
            write();
        }
        finally
        {
            _turns.ExitWriteLock();
        }
    }

    private T Beside<T>(Func<T> read)
    {
        _turns.EnterReadLock();
        try
        {
            return read();
        }
        finally
        {
            _turns.ExitReadLock();
        }
    }

    /// <summary>A shopper's baskets, and the products in them that were never counted: those are numbered behind all others, for this one answer.</summary>
    private (OwnBaskets Own, List<string> Unknown) Own(IReadOnlyList<PastOrder> orders)
    {
        var own = new OwnBaskets();
        List<string> unknown = [];
        for (var place = 0; place < orders.Count; place++)
        {
            var order = orders[place];
            var items = new int[order.Products.Count];
            for (var at = 0; at < items.Length; at++)
            {
                if (!_numbers.TryGetValue(order.Products[at], out items[at]))
                {
                    var known = unknown.IndexOf(order.Products[at]);
                    if (known < 0)
                    {
                        known = unknown.Count;
                        unknown.Add(order.Products[at]);
                    }

                    items[at] = _ids.Count + known;
                }
            }

            own.Add(new PastBasket(order.At, items, order.Quantities.Count == items.Length ? [.. order.Quantities] : null));
        }

        return (own, unknown);
    }

    private string Id(int item, List<string> unknown) => item < _ids.Count ? _ids[item] : unknown[item - _ids.Count];

    private int Category(int item) => item < _categories.Count ? _categories[item] : NoCategory;

    private int Number(string product, Func<string, string?> categoryOf)
    {
        if (!_numbers.TryGetValue(product, out var number))
        {
            _numbers.Add(product, number = _ids.Count);
            _ids.Add(product);
            _categories.Add(NoCategory);
        }

        if (_categories[number] == NoCategory && categoryOf(product) is { } category)
        {
            if (!_categoryNumbers.TryGetValue(category, out var ofCategory))
            {
                _categoryNumbers.Add(category, ofCategory = _categoryNumbers.Count);
            }

            _categories[number] = ofCategory;
        }

        return number;
    }
}
