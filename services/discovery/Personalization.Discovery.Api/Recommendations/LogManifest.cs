namespace Personalization.Discovery.Api.Recommendations;

/// <summary>Which pages of a store's purchases there are; the last one still grows.</summary>
/// <param name="First">First page kept.</param>
/// <param name="Last">Page that grows.</param>
/// <param name="Lines">Lines of the last page.</param>
/// <param name="Erasures">Grows whenever lines were taken out: who read before reads again.</param>
internal sealed record LogManifest(int First, int Last, int Lines, int Erasures = 0);
