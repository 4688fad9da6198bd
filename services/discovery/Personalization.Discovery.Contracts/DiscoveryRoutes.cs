namespace Personalization.Discovery.Contracts;

/// <summary>Methods of the discovery service for service invocation. Store, import and version stand percent-encoded in paths.</summary>
public static class DiscoveryRoutes
{
    /// <summary>POST <see cref="SearchRequest"/> -> <see cref="SearchReply"/>.</summary>
    public const string Search = "internal/search";

    /// <summary>POST <see cref="SuggestRequest"/> -> <see cref="SuggestReply"/>.</summary>
    public const string Suggest = "internal/suggest";

    /// <summary>POST <see cref="RecommendRequest"/> -> <see cref="RecommendReply"/>.</summary>
    public const string Recommend = "internal/recommend";

    /// <summary>GET `{store}` -> <see cref="ModelStatus"/>; POST `{store}/rebuild` -> 202; POST `{store}/rollback` -> the version before serves again, 404 when there is none;
    /// POST `{store}/versions/{version}/activate` -> that version serves, `plain` none, 404 when it is not kept. All 404 for a store without a catalogue.</summary>
    public const string Models = "internal/models";

    /// <summary>POST <see cref="EraseRequest"/> -> <see cref="EraseReply"/>.</summary>
    public const string Erase = "internal/shoppers/erase";

    /// <summary>POST <see cref="ImportStart"/> -> 204. Under it: PUT `{store}/{id}/chunks/{n}` (raw bytes, n from 0) -> 204;
    /// POST `{store}/{id}/complete?chunks={count}&amp;digest={of the whole request}` -> 202 <see cref="ImportStatus"/>, 409 when it was completed under another digest; GET `{store}/{id}` -> <see cref="ImportStatus"/> or 404.</summary>
    public const string Imports = "internal/imports";

    /// <summary>GET -> <see cref="SnapshotList"/>; `{store}/{version}/{part}` -> <see cref="SnapshotPart"/>, 404 when that version is gone.</summary>
    public const string Snapshots = "internal/snapshots";

    /// <summary>GET `{store}/{product}` -> <see cref="Product"/> or 404.</summary>
    public const string Products = "internal/products";
}
