using System.Globalization;
using Personalization.Abstractions.Identity;

namespace Personalization.Discovery.Api.State;

/// <summary>The names of the keys in `discovery-state`, all in one place: they are data and never renamed.</summary>
internal static class StateKeys
{
    /// <summary>The stores that have a catalogue.</summary>
    public const string Stores = "stores";

    /// <summary>Imports that are not finished.</summary>
    public const string OpenImports = "imports";

    /// <summary>Which replica runs imports and publishes.</summary>
    public const string Lease = "lease";

    public static string Manifest(string store) => $"catalogue:{store}";

    /// <summary>Pages written before there were revisions have none.</summary>
    public static string Page(string store, int page, string? revision) =>
        revision is null ? $"catalogue:{store}:page:{Number(page)}" : $"catalogue:{store}:page:{Number(page)}:{revision}";

    public static string Import(string store, string import) => $"import:{store}:{KeyText.Encode(import)}";

    public static string Chunk(string store, string import, int chunk) => $"import:{store}:{KeyText.Encode(import)}:chunk:{Number(chunk)}";

    public static string PopularityTail(string store) => $"popularity:{store}:tail";

    public static string PopularitySeen(string store) => $"popularity:{store}:seen";

    public static string PopularityCounts(string store, int bucket) => $"popularity:{store}:counts:{Number(bucket)}";

    /// <summary>Popularity as one index version froze it; two slots, so that a new one never overwrites the one in force.</summary>
    public static string PopularityFrozen(string store, int slot, int bucket) => $"popularity:{store}:frozen:{Number(slot)}:{Number(bucket)}";

    /// <summary>Products looked at in the same visit.</summary>
    public static string CoViews(string store, int bucket) => $"co-views:{store}:{Number(bucket)}";

    /// <summary>What is searched most.</summary>
    public static string Queries(string store) => $"queries:{store}";

    /// <summary>Which pages of purchases there are.</summary>
    public static string PurchaseLog(string store) => $"purchases:{store}";

    public static string PurchasePage(string store, int page) => $"purchases:{store}:{Number(page)}";

    /// <summary>The learned versions, and which serves.</summary>
    public static string Model(string store) => $"model:{store}";

    public static string ModelPart(string store, string version, int part) => $"model:{store}:{version}:{Number(part)}";

    /// <summary>The replica that learns the models of a store.</summary>
    public static string ModelLease(string store) => $"lease:model:{store}";

    /// <summary>The job that learns.</summary>
    public static string ModelJob(string store) => $"model:{store}:job";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
