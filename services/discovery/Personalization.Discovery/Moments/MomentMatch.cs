using Personalization.Search.Index;

namespace Personalization.Discovery.Moments;

/// <summary>The parts of one request's moment that the catalogue can answer.</summary>
internal sealed record MomentMatch(IReadOnlyList<MomentPart> Parts)
{
    public bool Fits(SearchIndex index, int document)
    {
        foreach (var part in Parts)
        {
            if (part.Fits(index, document))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Why it fits, or null when it does not.</summary>
    public string? Reason(SearchIndex index, int document) => Parts.FirstOrDefault(part => part.Fits(index, document))?.Reason;
}
