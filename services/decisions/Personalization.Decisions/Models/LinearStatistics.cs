namespace Personalization.Decisions.Models;

/// <summary>
/// The sufficient statistics of a linear regression: sums of w x x', w r x, w, w r, w r^2. They add: of two replicas, of two logs, in any order.
/// Times are in half-lives (<see cref="Forgetting"/>).
/// </summary>
public sealed class LinearStatistics
{
    /// <summary>How far a time may lie beyond the epoch before the epoch moves: 2^32 of 2^1023.</summary>
    private const double Reach = 32;

    public LinearStatistics(int dimensions)
        : this(dimensions, 0, 0, 0, 0, 0, new double[dimensions * (dimensions + 1) / 2], new double[dimensions])
    {
    }

    /// <summary>From what was kept.</summary>
    public LinearStatistics(int dimensions, long epoch, long count, double weight, double rewards, double squares, double[] gram, double[] moments)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(gram.Length, dimensions * (dimensions + 1) / 2);
        ArgumentOutOfRangeException.ThrowIfNotEqual(moments.Length, dimensions);
        (Dimensions, Epoch, Count, Weight, Rewards, Squares, Gram, Moments) = (dimensions, epoch, count, weight, rewards, squares, gram, moments);
    }

    public int Dimensions { get; }

    /// <summary>In half-lives: what the weights are relative to.</summary>
    public long Epoch { get; private set; }

    /// <summary>Observations, forgotten ones too.</summary>
    public long Count { get; private set; }

    /// <summary>Sum of weights.</summary>
    public double Weight { get; private set; }

    public double Rewards { get; private set; }

    public double Squares { get; private set; }

    /// <summary>The lower triangle of the sum of w x x', row by row.</summary>
    public double[] Gram { get; }

    /// <summary>The sum of w r x.</summary>
    public double[] Moments { get; }

    /// <summary>One observation.</summary>
    /// <returns>The weight it got, relative to <see cref="Epoch"/>.</returns>
    public double Add(ReadOnlySpan<double> x, double reward, double time)
    {
        var weight = WeightAt(time);
        Count++;
        Weight += weight;
        Rewards += weight * reward;
        Squares += weight * reward * reward;
        var at = 0;
        for (var row = 0; row < Dimensions; row++)
        {
            var scaled = weight * x[row];
            Moments[row] += scaled * reward;
            for (var column = 0; column <= row; column++)
            {
                Gram[at++] += scaled * x[column];
            }
        }

        return weight;
    }

    /// <summary>The reward of an observation that was added before turned out to be another one.</summary>
    public double Correct(ReadOnlySpan<double> x, double before, double after, double time)
    {
        var weight = WeightAt(time);
        Rewards += weight * (after - before);
        Squares += weight * ((after * after) - (before * before));
        for (var row = 0; row < Dimensions; row++)
        {
            Moments[row] += weight * x[row] * (after - before);
        }

        return weight;
    }

    /// <summary>Adds what another learned.</summary>
    public void Merge(LinearStatistics other)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Dimensions, Dimensions);
        if (other.Epoch > Epoch)
        {
            MoveTo(other.Epoch);
        }

        var scale = Math.ScaleB(1, (int)Math.Max(other.Epoch - Epoch, -2000));
        Count += other.Count;
        Weight += scale * other.Weight;
        Rewards += scale * other.Rewards;
        Squares += scale * other.Squares;
        for (var i = 0; i < Gram.Length; i++)
        {
            Gram[i] += scale * other.Gram[i];
        }

        for (var i = 0; i < Moments.Length; i++)
        {
            Moments[i] += scale * other.Moments[i];
        }
    }

    public LinearStatistics Copy() => new(Dimensions, Epoch, Count, Weight, Rewards, Squares, [.. Gram], [.. Moments]);

    /// <summary>What the kept sums are worth at a time.</summary>
    public double ScaleAt(double time) => Math.Pow(2, Math.Clamp(Epoch - time, -1000, 1000));

    private double WeightAt(double time)
    {
        if (time > Epoch + Reach || Count == 0)
        {
            MoveTo((long)Math.Floor(time));
        }

        return Math.Pow(2, Math.Max(time - Epoch, -1000));
    }

    private void MoveTo(long epoch)
    {
        if (Count > 0 && epoch > Epoch)
        {
            var power = (int)Math.Max(Epoch - epoch, -2000);
            Weight = Math.ScaleB(Weight, power);
            Rewards = Math.ScaleB(Rewards, power);
            Squares = Math.ScaleB(Squares, power);
            Scale(Gram, power);
            Scale(Moments, power);
        }

        Epoch = Count > 0 ? Math.Max(epoch, Epoch) : epoch;
    }

    private static void Scale(double[] values, int power)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.ScaleB(values[i], power);
        }
    }
}
