using System.Text;

namespace Dapr.Client;

/// <summary>A path of the sidecar's API with its query; every part is escaped when it is added.</summary>
internal sealed class SidecarPath(string root)
{
    private readonly StringBuilder _text = new(root, 128);
    private char _separator = '?';

    public SidecarPath Segment(string value)
    {
        _text.Append('/').Append(Uri.EscapeDataString(value));
        return this;
    }

    /// <summary>Adds a name that may hold slashes, which stay slashes.</summary>
    public SidecarPath Rest(string value)
    {
        foreach (var segment in value.Split('/'))
        {
            Segment(segment);
        }

        return this;
    }

    public SidecarPath Query(string key, string value)
    {
        _text.Append(_separator).Append(Uri.EscapeDataString(key)).Append('=').Append(Uri.EscapeDataString(value));
        _separator = '&';
        return this;
    }

    public SidecarPath Metadata(IEnumerable<KeyValuePair<string, string>>? metadata)
    {
        foreach (var (key, value) in metadata ?? [])
        {
            Query(WireNames.MetadataPrefix + key, value);
        }

        return this;
    }

    public override string ToString() => _text.ToString();
}
