using Personalization.Sidecar.Resources.Yaml;

namespace Personalization.Sidecar.Resources;

/// <summary>Reads an entry that has a name and either a <c>value</c>, an <c>envRef</c> or a <c>secretKeyRef</c>.</summary>
internal static class NamedValueReader
{
    /// <returns>Null when the name is missing, which is then a finding.</returns>
    public static ComponentProperty? Read(YamlMap item)
    {
        var name = item.RequiredText("name");
        var read = ReadValue(item, name ?? "");
        return name is null ? null : read;
    }

    /// <summary>The same of an entry whose name stands elsewhere.</summary>
    public static ComponentProperty ReadValue(YamlMap item, string name)
    {
        var value = item.Text("value");
        var variable = item.Text("envRef");
        var secret = ReadSecret(item.Map("secretKeyRef"));
        item.Close();

        if (value is not null || (variable is null && secret is null))
        {
            return new ComponentProperty(name, value ?? "", item.LocationOf("value"));
        }

        return variable is not null
            ? new ComponentProperty(name, FromEnvironment(item, variable), item.LocationOf("envRef"))
            : new ComponentProperty(name, "", item.LocationOf("secretKeyRef"), secret);
    }

    private static SecretReference? ReadSecret(YamlMap? map)
    {
        if (map is null)
        {
            return null;
        }

        var name = map.RequiredText("name");
        var key = map.Text("key");
        map.Close();
        return name is null ? null : new SecretReference(name, string.IsNullOrEmpty(key) ? name : key);
    }

    private static string FromEnvironment(YamlMap item, string variable)
    {
        if (!EnvironmentAccess.IsAllowed(variable))
        {
            item.Error("envRef", $"the environment variable '{variable}' is not for components: tokens and Dapr's own variables never are");
            return "";
        }

        var value = Environment.GetEnvironmentVariable(variable);
        if (value is null)
        {
            item.Error("envRef", $"the environment variable '{variable}' is not set");
        }

        return value ?? "";
    }
}
