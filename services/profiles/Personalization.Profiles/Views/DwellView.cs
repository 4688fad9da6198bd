using System.Collections.Immutable;

namespace Personalization.Profiles.Views;

/// <summary>Time on one product in one view.</summary>
/// <param name="Span">When.</param>
/// <param name="Marks">In order of time, each on a higher step than those before: the others decide nothing, whatever comes later.</param>
public sealed record DwellView(ViewSpan Span, ImmutableArray<DwellMark> Marks);
