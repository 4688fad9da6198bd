namespace Personalization.Storefront.Api.Parts;

/// <summary>A part of the system could not be asked, or did not answer in its time.</summary>
internal sealed class PartAwayException(string part, Exception? inner = null) : Exception($"{part} is away.", inner)
{
    /// <summary>The app-id of the part.</summary>
    public string Part { get; } = part;

    /// <summary>It is there, and more calls wait for it than it can answer in time.</summary>
    public bool IsBusy { get; init; }
}
