using Personalization.Sidecar.Hosting;

namespace Personalization.Sidecar.Http;

/// <summary>Claims the routes of Dapr's API that this sidecar has no building block for.</summary>
internal sealed class UnimplementedBlock : IBuildingBlock
{
    private const string AnyMethod = "GET,POST,PUT,DELETE";

    private static readonly (string Path, string What)[] Missing =
    [
        ("crypto", "cryptography operations"),
        ("conversation", "conversations"),
    ];

    private static readonly string[] Versions = ["v1.0", "v1.0-alpha1", "v1.0-alpha2", "v1.0-beta1"];

    public void MapEndpoints(ApiRoutes routes)
    {
        foreach (var version in Versions)
        {
            foreach (var (path, what) in Missing)
            {
                routes.Map(AnyMethod, $"/{version}/{path}/{{*rest}}", Unimplemented.Handler(what));
            }
        }
    }
}
