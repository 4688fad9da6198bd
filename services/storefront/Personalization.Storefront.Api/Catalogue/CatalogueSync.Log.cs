namespace Personalization.Storefront.Api.Catalogue;

internal sealed partial class CatalogueSync
{
    [LoggerMessage(EventId = 5101, Level = LogLevel.Information, Message = "Catalogue of store {Store} loaded from disk: version {Version}, {Products} products")]
    private partial void LogLoaded(string store, string version, int products);

    [LoggerMessage(EventId = 5102, Level = LogLevel.Warning, Message = "The copy of store {Store} on disk could not be read; waiting for discovery's")]
    private partial void LogNotLoaded(Exception exception, string store);

    [LoggerMessage(EventId = 5103, Level = LogLevel.Information, Message = "Catalogue of store {Store} taken: version {Version}, {Products} products")]
    private partial void LogTaken(string store, string version, int products);

    [LoggerMessage(EventId = 5104, Level = LogLevel.Warning, Message = "A catalogue version could not be taken; the one at hand stays")]
    private partial void LogNotTaken(Exception exception);
}
