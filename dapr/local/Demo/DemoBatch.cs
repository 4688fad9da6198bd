namespace Personalization.Local.Demo;

/// <summary>The body of one batch call: `{"events":[...]}`.</summary>
internal sealed record DemoBatch(byte[] Json, int Events);
