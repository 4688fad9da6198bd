namespace Personalization.Evaluation.PersonalRank;

/// <summary>Lines sold by document, older ones counting less: kept in the scale of a fixed day, so that nothing has to be aged.</summary>
/// <param name="documents">How many there are.</param>
internal sealed class SoldSoFar(int documents)
{
    private const double HalfLifeDays = 180;

    private static readonly DateTimeOffset Epoch = new(2015, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly double[] _sold = new double[documents];

    public void Add(int document, DateTimeOffset time) => _sold[document] += Scale(time);

    /// <summary>As seen at a time: a line of just now counts 1.</summary>
    public double[] Freeze(DateTimeOffset time)
    {
        var scale = Scale(time);
        return Array.ConvertAll(_sold, sold => sold / scale);
    }

    private static double Scale(DateTimeOffset time) => Math.Pow(2, (time - Epoch).TotalDays / HalfLifeDays);
}
