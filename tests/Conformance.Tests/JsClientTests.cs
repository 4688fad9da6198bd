namespace Personalization.Conformance.Tests;

/// <summary>The official client of Dapr for JavaScript, unchanged, against the sidecar. The cases are in <c>js/</c>.</summary>
[Trait("req", "R10.1")]
public sealed class JsClientTests(JsClientFixture client) : IClassFixture<JsClientFixture>
{
    public static TheoryData<string> Cases { get; } =
    [
        "sidecar: it becomes healthy once the app is there",
        "sidecar: metadata lists the app and its components",
        "sidecar: metadata takes attributes",
        "state: what is saved is read back",
        "state: an absent key is empty",
        "state: bulk get gives present keys their data and etag",
        "state: delete removes a key",
        "state: a transaction applies all its operations",
        "state: a transaction with a stale etag applies nothing",
        "state: a stale etag is refused, the current one accepted",
        "state: delete with a stale etag is refused",
        "state: an unknown store is an error that names it",
        "publish and subscribe: an object arrives as it was",
        "publish and subscribe: text arrives as text",
        "publish and subscribe: a cloud event keeps its own fields",
        "publish and subscribe: a route of one's own is called",
        "publish and subscribe: a raw payload arrives unwrapped",
        "publish and subscribe: RETRY brings the message again",
        "publish and subscribe: DROP moves the message to the dead letters",
        "publish and subscribe: a bulk publish reaches a bulk subscription whole",
        "publish and subscribe: an unknown component is an error",
        "invocation: POST carries a body there and an answer back",
        "invocation: GET",
        "invocation: a path of several segments",
        "invocation: an unknown method is the app's own 404",
        "invocation: an unknown app is an error",
        "actors: state is kept from call to call",
        "actors: calls at the same time take turns",
        "actors: a reminder fires",
        "actors: a timer fires until it is stopped",
        "grpc: metadata lists the app and its components, and takes attributes",
        "grpc: the sidecar is healthy",
        "grpc: state is saved, read, read in bulk and deleted",
        "grpc: a stale etag is aborted, the current one accepted",
        "grpc: a transaction applies all or nothing",
        "grpc: an unknown store is an error",
        "grpc: published objects and texts arrive",
        "grpc: a bulk publish arrives whole",
        "grpc: publishing to an unknown component is an error",
        "grpc: an app is invoked with and without a body",
        "grpc: an unknown method is not found, an unknown app an error",
        "bindings: events of an input binding arrive",
        "configuration: values are read, changes told until the subscription is stopped",
        "secrets over http: one and all are read",
        "bindings over http: what an output binding writes it reads",
        "locks over http: held by one, refused to others, free again",
        "secrets over grpc: one and all are read",
        "bindings over grpc: what an output binding writes it reads",
        "locks over grpc: held by one, refused to others, free again",
        "workflows: activities in a row",
        "workflows: activities side by side",
        "workflows: a timer",
        "workflows: a child",
        "workflows: events raised early and late, and a custom status",
        "workflows: a failure",
        "workflows: continued as new",
        "workflows: suspended, resumed and terminated",
        "workflows: purged, it is gone",
        "workflows: an id that goes on is refused",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Case_OfficialClient_Passes(string name) => (await client.FailureAsync(name)).ShouldBeNull();

    [Fact]
    public async Task Cases_AllThatRan_AreListedHere() => (await client.NamesAsync()).Order().ShouldBe(Cases.Select(row => row.Data).Order());
}
