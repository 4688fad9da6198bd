using System.ComponentModel.DataAnnotations;

namespace Personalization.Storefront.Api.Live;

/// <summary>The live socket. Section `Live`.</summary>
internal sealed class LiveOptions
{
    public const string Section = "Live";

    /// <summary>Open connections of this replica; more are answered 503 and their pages ask from time to time instead. Each costs about 20 KB.</summary>
    [Range(0, 100_000)]
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>Connections that watch one shopper. Danger of a large value: one change is as many messages.</summary>
    [Range(1, 10_000)]
    public int MaxPerShopper { get; set; } = 50;

    /// <summary>A client that takes nothing for this long is dropped; its page connects again.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
