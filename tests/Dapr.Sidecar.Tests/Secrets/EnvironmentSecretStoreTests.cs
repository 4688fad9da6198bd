using Personalization.Sidecar.Components;
using Personalization.Sidecar.Secrets;
using Personalization.Sidecar.Secrets.Local;

namespace Personalization.Sidecar.Tests.Secrets;

public sealed class EnvironmentSecretStoreTests : SecretStoreConformance
{
    private readonly string _prefix = $"SECRET_TEST_{Guid.NewGuid():N}_";
    private string _variable = "";

    internal override ISecretStore Create(string name, string value, Func<IComponentFactory, (string, string)[], IComponent> make)
    {
        Environment.SetEnvironmentVariable(_variable = _prefix + name, value);
        return (ISecretStore)make(new EnvironmentSecretStoreFactory(), [("prefix", _prefix)]);
    }

    protected override void Cleanup() => Environment.SetEnvironmentVariable(_variable, null);

    [Fact]
    public async Task Get_VariableNotSet_IsEmpty() =>
        (await Store.GetAsync("other", None, Token))!["other"].ShouldBeEmpty("so does daprd");

    [Theory]
    [InlineData("APP_API_TOKEN")]
    [InlineData("dapr_api_token")]
    [InlineData("DAPR_HTTP_PORT")]
    public async Task Get_DaprsOwnVariables_AreHidden(string variable)
    {
        var before = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(variable, before ?? "hidden");
        try
        {
            await using var store = new EnvironmentSecretStore("");

            (await store.GetAsync(variable, None, Token))![variable].ShouldBeEmpty();
            (await store.GetAllAsync(None, Token)).Keys.ShouldNotContain(variable);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
        }
    }
}
