using Personalization.Profiles.State;

namespace Personalization.Profiles.Codec;

/// <summary>What the first key says: the state as far as it goes, and which further keys exist, so that no absent one is asked for.</summary>
/// <param name="State">With the strongest preferences.</param>
/// <param name="Present">Further keys that exist.</param>
/// <param name="SeenChunks">Number of chunks of seen ids.</param>
/// <param name="SeenCurrent">Index of the chunk that takes the next id.</param>
public sealed record StateHead(ShopperState State, IReadOnlySet<string> Present, int SeenChunks, int SeenCurrent);
