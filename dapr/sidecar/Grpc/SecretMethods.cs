using Personalization.Grpc;
using Personalization.Grpc.Messages;
using Personalization.Grpc.Server;
using Personalization.Sidecar.Secrets;

namespace Personalization.Sidecar.Grpc;

/// <summary>The secrets API over gRPC.</summary>
internal sealed class SecretMethods(SecretsApi secrets)
{
    public void Map(GrpcServer server)
    {
        server.MapUnary(DaprMethods.GetSecret, async (request, call) =>
        {
            var values = await secrets.GetAsync(request.StoreName, request.Key, request.Metadata.AsReadOnly(), call.CancellationToken);
            return new GetSecretResponse { Data = { values.ToDictionary() } };
        });
        server.MapUnary(DaprMethods.GetBulkSecret, async (request, call) =>
        {
            var all = await secrets.GetAllAsync(request.StoreName, request.Metadata.AsReadOnly(), call.CancellationToken);
            var response = new GetBulkSecretResponse();
            foreach (var (name, values) in all)
            {
                response.Data[name] = new SecretResponse { Secrets = { values.ToDictionary() } };
            }

            return response;
        });
    }
}
