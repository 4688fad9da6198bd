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
/// fitted settings are put in as a whole. Safe for concurrent use: one call at a time.
/// </summary>
public sealed class PurchaseModel(NextBasketOptions nextBasket, BasketStatisticsOptions statistics)
{
    /// <summary>Products beside which others are looked for.</summary>
    public const int MaxBeside = 100;

    /// <summary>Products found beside them.</summary>
    public const int MaxTogether = 400;

    private const int NoCategory = -1;

    private readonly Lock _turn = new();
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

    /// <summary>Baskets counted.</summary>
    public int Baskets => _all.Baskets;

    /// <summary>Version of the learned part; null: nothing is learned, the plain strategies serve.</summary>
    public string? Version { get; private set; }

    private NextBasketRanker Ranker => _ranker ??= new NextBasketRanker(_all, nextBasket);

    private BasketCompletion Completion => _completion ??= new BasketCompletion(_all, ItemRegression.Empty, CompletionSettings.Default);

    /// <summary>Numbers products before anything is counted, so that equals stand in this order.</summary>
    public void Know(IEnumerable<string> products, Func<string, string?> categoryOf)
    {
        lock (_turn)
        {
            foreach (var product in products)
            {
                Number(product, categoryOf);
            }
        }
    }

    /// <summary>Counts a basket. One that is earlier than the shopper's last counts as bought with the last.</summary>
    /// <param name="shopper">Who, as a number that names nobody.</param>
    /// <param name="at">When.</param>
    /// <param name="products">Each once.</param>
    /// <param name="quantities">Units of each.</param>
    /// <param name="categoryOf">Category of a product; null none.</param>
    public void Take(long shopper, DateTimeOffset at, IReadOnlyList<string> products, IReadOnlyList<double> quantities, Func<string, string?> categoryOf)
    {
        lock (_turn)
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
        }
    }

    /// <summary>Puts a learned part in force.</summary>
    /// <param name="version">Its name; null takes the learned part out.</param>
    /// <param name="trees">Null: the plain order.</param>
    /// <param name="completion">Null: the defaults.</param>
    public void Use(string? version, BoostedTrees? trees, CompletionSettings? completion)
    {
        lock (_turn)
        {
            Version = version;
            Ranker.Trees = trees;
            _settings = completion ?? CompletionSettings.Default;
        }

        LearnTogether();
    }

    /// <summary>Learns anew what goes together, when baskets have come since the last time. Answers go on meanwhile; to be called every minute or so.</summary>
    public void LearnTogether()
    {
        PairMoments moments;
        CompletionSettings settings;
        lock (_turn)
        {
            if (_togetherBaskets == _all.Baskets && _completion?.Settings == _settings)
            {
                return;
            }

            (moments, settings, _togetherBaskets) = (PairMoments.Of(_all), _settings, _all.Baskets);
        }

        var regression = ItemRegression.Learn(moments, settings.Ridge);
        lock (_turn)
        {
            _completion = new BasketCompletion(_all, regression, settings);
        }
    }

    /// <summary>The products of a shopper's next basket, best first.</summary>
    /// <param name="orders">The shopper's orders, oldest first.</param>
    /// <param name="now">When.</param>
    /// <param name="take">How many.</param>
    /// <param name="explain">Fill <see cref="NextProduct.Terms"/>.</param>
    public IReadOnlyList<NextProduct> NextBasket(IReadOnlyList<PastOrder> orders, DateTimeOffset now, int take, bool explain = false)
    {
        lock (_turn)
        {
            var own = Own(orders);
            var at = now.ToUnixTimeMilliseconds();
            return [.. Ranker.Rank(own, at, take).Select(item => new NextProduct(
                _ids[item.Item],
                item.Score,
                own.Items.GetValueOrDefault(item.Item)?.Count ?? 0,
                own.Items.TryGetValue(item.Item, out var mine) ? DateTimeOffset.FromUnixTimeMilliseconds(mine.LastAt) : null,
                (decimal?)_quantities.Quantity(item.Item, own),
                explain ? Ranker.Explain(own, at, item.Item) : []))];
        }
    }

    /// <summary>When the shopper's products are due again, the most pressing first.</summary>
    /// <param name="orders">The shopper's orders, oldest first.</param>
    public IReadOnlyList<DueProduct> Due(IReadOnlyList<PastOrder> orders)
    {
        lock (_turn)
        {
            var own = Own(orders);
            List<DueProduct> due = [];
            foreach (var (item, mine) in own.Items)
            {
                if (mine.Gaps > 0 && _reorders.Days(own, item, _categories[item], Category) is { } days)
                {
                    due.Add(new DueProduct(
                        _ids[item], DateTimeOffset.FromUnixTimeMilliseconds(mine.LastAt).AddDays(Math.Min(days, 3650)), days, mine.Count, (decimal?)_quantities.Quantity(item, own)));
                }
            }

            due.Sort(static (left, right) => left.Due != right.Due ? left.Due.CompareTo(right.Due) : string.CompareOrdinal(left.ProductId, right.ProductId));
            return due;
        }
    }

    /// <summary>What goes with products, best first, at most <see cref="MaxTogether"/>; empty when nothing was ever bought with any of them.</summary>
    /// <param name="products">Any number; of many the last <see cref="MaxBeside"/> that are known count, so that a cart of thousands holds nobody up.</param>
    /// <param name="take">How many.</param>
    public IReadOnlyList<TogetherProduct> Together(IReadOnlyList<string> products, int take)
    {
        take = Math.Min(take, MaxTogether);
        lock (_turn)
        {
            List<int> basket = [.. products.Reverse().Distinct(StringComparer.Ordinal).Where(_numbers.ContainsKey).Select(product => _numbers[product]).Where(item => _all.TogetherWith(item).Count > 0).Take(MaxBeside)];
            return basket.Count == 0 ? [] : [.. Completion.Rank(basket, take).Select(item =>
            {
                var nearest = basket.MaxBy(other => Completion.Pull(other, item.Item));
                return new TogetherProduct(_ids[item.Item], item.Score, _ids[nearest], _all.Together(item.Item, nearest));
            })];
        }
    }

    /// <summary>What sells faster lately than before, best first.</summary>
    public IReadOnlyList<(string ProductId, double Score)> Trending(DateTimeOffset now, int take)
    {
        lock (_turn)
        {
            var at = now.ToUnixTimeMilliseconds();
            return [.. Enumerable.Range(0, _all.Items)
                .Select(item => (Item: item, Score: _all.Trend(item, at)))
                .Where(item => item.Score > 0)
                .OrderByDescending(item => item.Score)
                .ThenBy(item => _ids[item.Item], StringComparer.Ordinal)
                .Take(take)
                .Select(item => (_ids[item.Item], item.Score))];
        }
    }

    /// <summary>Baskets with a product.</summary>
    public int BasketsWith(string product)
    {
        lock (_turn)
        {
            return _numbers.TryGetValue(product, out var item) ? _all.Of(item)?.Baskets ?? 0 : 0;
        }
    }

    private OwnBaskets Own(IReadOnlyList<PastOrder> orders) =>
        OwnBaskets.Of(orders.Select(order => new PastBasket(
            order.At,
            [.. order.Products.Select(product => Number(product, static _ => null))],
            order.Quantities.Count == order.Products.Count ? [.. order.Quantities] : null)));

    private int Category(int item) => _categories[item];

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
