namespace Personalization.Storefront.Api.Catalogue;

/// <summary>Values of an import's `state` that this service treats in its own way.</summary>
internal static class ImportStates
{
    public const string Publishing = "publishing";
    public const string Done = "done";
}
