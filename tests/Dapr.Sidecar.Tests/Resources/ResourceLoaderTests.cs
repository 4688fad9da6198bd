using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Resources;

public sealed class ResourceLoaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Validate_GoodFiles_FindsNothing()
    {
        Write("a.yaml", """
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: store
              namespace: shop
            spec:
              type: state.sqlite
              version: v1
              initTimeout: 10s
              ignoreErrors: false
              metadata:
              - name: ConnectionString
                value: ":memory:"
              - name: actorStateStore
                value: true
              - name: cleanupInterval
                value: 90
            auth:
              secretStore: vault
            scopes:
            - profiles
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: other}
            spec: {type: state.in-memory, version: v1}
            """);

        Validate(strict: true).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("type: state.oracle", 6, "spec.type", "unknown component type 'state.oracle'")]
    [InlineData("type: state.mongodb", 6, "spec.type", "real daprd")]
    [InlineData("type: pubsub.kafka", 6, "spec.type", "real daprd")]
    [InlineData("type: ''", 6, "spec.type", "missing or empty")]
    [InlineData("type: state.in-memory\n  version: v2", 7, "spec.version", "v1")]
    [InlineData("type: state.in-memory\n  initTimeout: soon", 7, "spec.initTimeout", "not a duration")]
    [InlineData("type: state.sqlite", 1, "spec.metadata.connectionString", "missing")]
    [InlineData("type: state.sqlite\n  metadata:\n  - name: connectionString\n    value: a.db\n  - name: timeout\n    value: long", 11, "spec.metadata.timeout", "'long' is not a duration")]
    [InlineData("type: state.sqlite\n  metadata:\n  - name: connectionString\n    value: a.db\n  - name: tableName\n    value: a-b", 11, "spec.metadata.tableName", "not a table name")]
    [InlineData("type: state.in-memory\n  metadata:\n  - name: actorStateStore\n    value: perhaps", 9, "spec.metadata.actorStateStore", "not true or false")]
    [InlineData("type: state.in-memory\n  metadata:\n  - name: keyPrefix\n    secretKeyRef: {name: a}", 9, "spec.metadata.keyPrefix.secretKeyRef", "auth.secretStore does not say")]
    [InlineData("type: state.in-memory\n  metadata:\n  - name: keyPrefix\n    envRef: NO_SUCH_VARIABLE_HERE", 9, "spec.metadata[0].envRef", "not set")]
    [InlineData("type: state.in-memory\n  metadata:\n  - name: keyPrefix\n    value: {a: b}", 9, "spec.metadata[0].value", "single value")]
    [InlineData("type: state.in-memory\n  metadata:\n  - name: keyPrefix\n    value: a\n  - name: KEYPREFIX\n    value: b", 11, "spec.metadata.KEYPREFIX", "twice")]
    public void Validate_BadComponent_NamesFileLineAndField(string spec, int line, string field, string reason)
    {
        var file = Write("bad.yaml", $"apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata:\n  name: store\nspec:\n  {spec}\n");

        var finding = Validate().Single(f => f.IsError);

        finding.Location.ShouldBe(new SourceLocation(file, line));
        finding.Field.ShouldBe(field);
        finding.Reason.ShouldContain(reason);
    }

    [Fact]
    public void Validate_IgnoreErrors_WarnsOnly()
    {
        Write("bad.yaml", "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata:\n  name: store\nspec:\n  type: state.oracle\n  ignoreErrors: true\n");

        Validate().Single().Severity.ShouldBe(DiagnosticSeverity.Warning);
    }

    [Theory]
    [InlineData("crypto.dapr.localstorage")]
    [InlineData("conversation.echo")]
    [InlineData("middleware.http.uppercase")]
    public void Validate_ComponentOfABlockThatIsNotHere_IsNotedAndSkipped(string type)
    {
        Write("a.yaml", $"apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata:\n  name: other\nspec:\n  type: {type}\n  version: v1\n  metadata: [{{name: path, value: ./keys}}]\n");

        var finding = Validate().ShouldHaveSingleItem();

        (finding.Severity, finding.Field).ShouldBe((DiagnosticSeverity.Notice, "spec.type"));
    }

    [Theory]
    [InlineData("  extra: 1", "spec.extra")]
    [InlineData("  metadata:\n  - name: surprising\n    value: 1", "spec.metadata.surprising")]
    [InlineData("scope: [a]", "scope")]
    public void Validate_UnknownField_WarnsAndIsFatalWhenStrict(string text, string field)
    {
        Write("a.yaml", $"apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata:\n  name: store\nspec:\n  type: state.in-memory\n{text}\n");

        Validate().Single().ShouldSatisfyAllConditions(
            f => f.Severity.ShouldBe(DiagnosticSeverity.Warning),
            f => f.Field.ShouldBe(field),
            f => f.Location.Line.ShouldBeInRange(7, 9));
        Validate(strict: true).Single().IsError.ShouldBeTrue();
    }

    [Fact]
    public void Validate_SeveralFaults_NamesThemAll()
    {
        Write("a.yaml", """
            apiVersion: dapr.io/v2
            kind: Component
            metadata: {}
            spec: {type: state.in-memory}
            ---
            kind: Component
            metadata: {name: store}
            ---
            [1, 2]
            """);
        Write("b.yml", "key: [unclosed");

        Validate().Where(f => f.IsError).Select(f => f.Field).ShouldBe(
            ["apiVersion", "metadata.name", "apiVersion", "spec", "document", "document"], ignoreOrder: true);
    }

    [Fact]
    public void Validate_SameNameTwice_IsFatal()
    {
        var component = Yaml.InMemoryStore;
        Write("a.yaml", component);
        Write("b.yaml", component);

        var finding = Validate().Single();

        finding.IsError.ShouldBeTrue();
        finding.Reason.ShouldContain("a.yaml:1");
    }

    [Fact]
    public void Validate_OtherKinds_AreNoticed()
    {
        Write("a.yaml", "kind: MCPServer\n---\nkind: ConfigMap\n---\nkind: Configuration\n");
        Write("ignored.txt", "no: [yaml");

        var findings = Validate(strict: true);

        findings.Count.ShouldBe(3);
        findings.ShouldAllBe(f => f.Severity == DiagnosticSeverity.Notice);
    }

    [Fact]
    public void Validate_NoFolder_IsAnError() =>
        ResourceValidator.Validate([Path.Combine(_folder.Path, "absent")], [], strict: false).Single().IsError.ShouldBeTrue();

    [Fact]
    public async Task Start_ScopedAndForeignNamespaceComponents_AreLeftOut()
    {
        const string yaml = """
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: mine}
            spec: {type: state.in-memory}
            scopes: [app]
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: theirs}
            spec: {type: state.oracle}
            scopes: [other]
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: elsewhere, namespace: production}
            spec: {type: state.in-memory}
            """;
        await using var sidecar = await TestSidecar.StartAsync(yaml, [new() { AppId = "app", Namespace = "shop" }]);

        sidecar.App("app").Components.All.Select(c => c.Name).ShouldBe(["mine"]);
    }

    [Fact]
    public async Task Start_BadComponent_IsRefusedWithItsLine()
    {
        var refused = await Should.ThrowAsync<ResourcesRefusedException>(() => TestSidecar.StartAsync(
            "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: s}\nspec: {type: state.none}\n"));

        refused.Message.ShouldContain("resources.yaml:4: spec.type: unknown component type 'state.none'");
    }

    [Fact]
    public async Task Start_Placeholders_AreReplaced()
    {
        await using var sidecar = await TestSidecar.StartAsync(
            "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: s}\nspec: {type: state.sqlite, metadata: [{name: connectionString, value: '{folder}/{appID}.db'}]}\n");

        File.Exists(Path.Combine(sidecar.Folder, "app.db")).ShouldBeTrue();
    }

    private IReadOnlyList<ResourceDiagnostic> Validate(bool strict = false) => ResourceValidator.Validate([_folder.Path], [], strict);

    private string Write(string name, string text) => _folder.Write(name, text);
}
