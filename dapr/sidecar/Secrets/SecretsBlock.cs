using Personalization.Grpc.Server;
using Personalization.Sidecar.Grpc;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Http;

namespace Personalization.Sidecar.Secrets;

/// <summary>The secrets API of one app.</summary>
internal sealed class SecretsBlock(AppRuntime app) : IBuildingBlock
{
    /// <summary>The operations, for every face.</summary>
    public SecretsApi Api { get; } = new(app);

    public void MapEndpoints(ApiRoutes routes)
    {
        routes.Map("GET", "/v1.0/secrets/{store}/bulk", GetAllAsync);
        routes.Map("GET", "/v1.0/secrets/{store}/{key}", GetAsync);
    }

    public void MapMethods(GrpcServer server) => new SecretMethods(Api).Map(server);

    private async Task GetAsync(ApiContext context)
    {
        var values = await Api.GetAsync(context.Route("store"), context.Route("key"), context.RequestMetadata(), context.Aborted);
        await context.JsonAsync(values, SecretsJson.Default.IReadOnlyDictionaryStringString);
    }

    private async Task GetAllAsync(ApiContext context)
    {
        var secrets = await Api.GetAllAsync(context.Route("store"), context.RequestMetadata(), context.Aborted);
        await context.JsonAsync(secrets, SecretsJson.Default.IReadOnlyDictionaryStringIReadOnlyDictionaryStringString);
    }
}
