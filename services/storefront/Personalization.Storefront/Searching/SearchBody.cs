using System.Text.Json;
using Personalization.Discovery.Contracts;
using Personalization.Storefront.Requests;
using Personalization.Storefront.Shoppers;

namespace Personalization.Storefront.Searching;

/// <summary>The body of `POST /api/search/personalized`, read and found right.</summary>
public sealed record SearchBody
{
    public const int DefaultLimit = 20;
    public const int MaxLimit = StandardCatalogue.MaxLimit;
    public const int MaxVersion = 512;
    private const int MaxListed = 200;
    private const decimal MaxPrice = 1_000_000_000m;

    private const int QueryField = 0, UserId = 1, AnonymousId = 2, ContextField = 3, LimitField = 4, OffsetField = 5, FiltersField = 6,
        MinVersionField = 7, ExplainField = 8, FacetsField = 9;

    private const int TimeOfDay = 0, DayOfWeek = 1, Season = 2, Weather = 3, RecentViews = 4, Meal = 5, Locale = 6;

    private const int Brand = 0, Category = 1, Attribute = 2, PriceMin = 3, PriceMax = 4, InStock = 5;

    private static readonly FieldNames Names = new(
        "query", ShopperName.UserId, ShopperName.AnonymousId, "context", "limit", "offset", "filters", "min_version", "explain", "facets");

    private static readonly FieldNames ContextNames = new("time_of_day", "day_of_week", "season", "weather", "recent_views", "meal", "locale");
    private static readonly FieldNames FilterNames = new("brand", "category", "attribute", "price_min", "price_max", "in_stock");

    public string Query { get; init; } = "";

    /// <summary>Null: nobody, the standard order.</summary>
    public ShopperName? Shopper { get; init; }

    public SearchContext? Context { get; init; }

    public int Limit { get; init; } = DefaultLimit;

    public int Offset { get; init; }

    public SearchFilters? Filters { get; init; }

    public string? MinVersion { get; init; }

    public bool Explain { get; init; }

    /// <summary>The answer is to say what all matches are of.</summary>
    public bool Facets { get; init; }

    /// <summary>Null when a fault was noted.</summary>
    public static SearchBody? Read(JsonElement body, Faults faults)
    {
        if (!JsonText.Check(body, "", faults) || JsonFields.Open(body, Names, "", faults) is not { } fields)
        {
            return null;
        }

        var read = new SearchBody
        {
            Query = fields.Text(QueryField) ?? "",
            Shopper = ShopperName.Read(fields, UserId, AnonymousId, optional: true),
            Context = ReadContext(fields),
            Limit = fields.Whole(LimitField, 1, MaxLimit) ?? DefaultLimit,
            Offset = fields.Whole(OffsetField, 0, StandardCatalogue.MaxDepth) ?? 0,
            Filters = ReadFilters(fields),
            MinVersion = fields.Text(MinVersionField, MaxVersion),
            Explain = fields.Boolean(ExplainField) ?? false,
            Facets = fields.Boolean(FacetsField) ?? false,
        };
        return faults.Any ? null : read;
    }

    private static SearchContext? ReadContext(JsonFields fields) =>
        fields.Object(ContextField, ContextNames) is not { } context
            ? null
            : new SearchContext
            {
                TimeOfDay = context.Text(TimeOfDay),
                DayOfWeek = context.Text(DayOfWeek),
                Season = context.Text(Season),
                Weather = context.Text(Weather),
                RecentViews = context.Ids(RecentViews, MaxListed),
                Meal = context.Text(Meal),
                Locale = context.Text(Locale),
            };

    private static SearchFilters? ReadFilters(JsonFields fields)
    {
        if (fields.Object(FiltersField, FilterNames) is not { } filters)
        {
            return null;
        }

        var read = new SearchFilters
        {
            Brand = filters.Texts(Brand, MaxListed),
            Category = filters.Texts(Category, MaxListed),
            Attribute = filters.Texts(Attribute, MaxListed),
            PriceMin = filters.Number(PriceMin, 0, MaxPrice),
            PriceMax = filters.Number(PriceMax, 0, MaxPrice),
            InStock = filters.Boolean(InStock),
        };
        if (read.PriceMin > read.PriceMax)
        {
            filters.Fault(PriceMin, "is above price_max; send a minimum that is at most the maximum");
        }

        return read;
    }
}
