namespace Personalization.Decisions.OffPolicy;

/// <summary>Whether the log says enough about the judged policy.</summary>
public enum Overlap
{
    /// <summary>Yes.</summary>
    Enough,

    /// <summary>Little: the intervals are wide, and are to be read.</summary>
    Low,

    /// <summary>Too little: the estimates hang on a handful of decisions and are not given out.</summary>
    Refused,
}
