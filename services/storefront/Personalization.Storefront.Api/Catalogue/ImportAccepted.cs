namespace Personalization.Storefront.Api.Catalogue;

/// <summary>The 202 of `POST /api/catalog/import`.</summary>
/// <param name="Id">The import.</param>
/// <param name="StatusUrl">Where its progress is told.</param>
internal sealed record ImportAccepted(string Id, string StatusUrl);
