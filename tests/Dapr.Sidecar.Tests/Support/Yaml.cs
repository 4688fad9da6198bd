namespace Personalization.Sidecar.Tests.Support;

/// <summary>Resource documents that many tests need.</summary>
internal static class Yaml
{
    public const string InMemoryStore = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: store}
        spec: {type: state.in-memory, version: v1, metadata: []}
        """;

    public const string SqliteStore = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: store}
        spec:
          type: state.sqlite
          version: v1
          metadata:
          - {name: connectionString, value: "{folder}/state.db"}
          - {name: actorStateStore, value: "true"}
        """;
}
