namespace Personalization.Discovery.Reorders;

/// <summary>Mean logarithm of gaps, drawn to a wider one.</summary>
internal sealed class GapMean
{
    private double _sum;
    private int _gaps;

    public void Add(double logGap)
    {
        _sum += logGap;
        _gaps++;
    }

    public double Toward(double wider, double prior) => (_sum + (prior * wider)) / (_gaps + prior);
}
