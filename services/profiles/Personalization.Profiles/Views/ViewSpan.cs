namespace Personalization.Profiles.Views;

/// <summary>
/// When one product was viewed: in a session, or without session ids for as long as no gap between two events is longer than the session's
/// time-out. Spans that an event lies between become one, so that they follow from the set of events and never from their order of arrival.
/// </summary>
/// <param name="Session">Hash of the session id; 0 without one.</param>
/// <param name="From">First event, Unix milliseconds.</param>
/// <param name="To">Last event, Unix milliseconds.</param>
public readonly record struct ViewSpan(uint Session, long From, long To)
{
    public static ViewSpan At(uint session, long at) => new(session, at, at);

    /// <param name="other">Another view of the same product.</param>
    /// <param name="gapMs">The longest gap within one view.</param>
    public bool IsOneWith(ViewSpan other, double gapMs) =>
        Session == other.Session && (Session != 0 || (From - other.To <= gapMs && other.From - To <= gapMs));

    public ViewSpan Joined(ViewSpan other) => this with { From = Math.Min(From, other.From), To = Math.Max(To, other.To) };

    public int CompareTo(ViewSpan other) => From != other.From ? From.CompareTo(other.From) : Session.CompareTo(other.Session);
}
