namespace Personalization.Decisions.Contracts;

/// <summary>Values of <see cref="DecideReply.Facts"/>.</summary>
public static class FactsStates
{
    /// <summary>Nothing was decided: rules in force look at facts that the call did not bring. Send it again with them.</summary>
    public const string Wanted = "wanted";

    /// <summary>They were brought, and no rule looks at any.</summary>
    public const string Unused = "unused";
}
