using System.Diagnostics.Metrics;

namespace Personalization.Hosting.Access;

/// <summary>Whom the door kept out, and why; never who it was.</summary>
internal sealed class AccessInstruments
{
    private readonly Counter<long> _refusals;

    public AccessInstruments(IMeterFactory meters) =>
        _refusals = meters.Create("Personalization.Access").CreateCounter<long>("access_refusals_total", description: "Requests refused at the door, by status and reason");

    /// <param name="status">What was answered.</param>
    /// <param name="reason">A name out of a short list.</param>
    public void Refused(int status, string reason) => _refusals.Add(1, new("status", status), new("reason", reason));
}
