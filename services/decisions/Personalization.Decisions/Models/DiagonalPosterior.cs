using System.Runtime.InteropServices;

namespace Personalization.Decisions.Models;

/// <summary>
/// Means and precisions of d weights that are taken for independent. Precisions are sums relative to a fixed epoch, as all that is forgotten (<see cref="Forgetting"/>); the prior
/// of every weight is N(0, 1/ridge).
/// </summary>
internal sealed class DiagonalPosterior
{
    /// <summary>How far a time may lie beyond the epoch before the epoch moves.</summary>
    private const double Reach = 32;

    /// <summary>Weight, rewards, squares.</summary>
    private const int Scalars = 3;

    private readonly double[] _precision;
    private readonly double[] _mean;
    private long _epoch;
    private long _count;

    public DiagonalPosterior(int dimensions)
        : this(0, 0, 0, 0, 0, new double[dimensions], new double[dimensions])
    {
    }

    private DiagonalPosterior(long epoch, long count, double weight, double rewards, double squares, double[] precision, double[] mean) =>
        (_epoch, _count, Weight, Rewards, Squares, _precision, _mean) = (epoch, count, weight, rewards, squares, precision, mean);

    /// <summary>The weights of the features.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>Sums of w, w r and w r^2.</summary>
    public double Weight { get; private set; }

    public double Rewards { get; private set; }

    public double Squares { get; private set; }

    public static DiagonalPosterior Restore(KeptStatistics kept)
    {
        var numbers = MemoryMarshal.Cast<byte, double>(kept.Numbers);
        return new DiagonalPosterior(
            kept.Epoch, kept.Count, numbers[0], numbers[1], numbers[2], numbers.Slice(Scalars, kept.Dimensions).ToArray(), numbers.Slice(Scalars + kept.Dimensions, kept.Dimensions).ToArray());
    }

    public KeptStatistics Keep()
    {
        double[] numbers = [Weight, Rewards, Squares, .. _precision, .. _mean];
        return new KeptStatistics { Dimensions = _mean.Length, Epoch = _epoch, Count = _count, Numbers = MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray() };
    }

    public double Predict(ReadOnlySpan<double> x) => Vectors.Dot(x, _mean);

    /// <summary>The squared uncertainty at a time, in units of the noise variance.</summary>
    public double Variance(ReadOnlySpan<double> x, double ridge, double time)
    {
        var (scale, sum) = (ScaleAt(time), 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            sum += x[i] == 0 ? 0 : x[i] * x[i] / (ridge + (scale * _precision[i]));
        }

        return sum;
    }

    /// <summary>One observation.</summary>
    /// <param name="x">The features.</param>
    /// <param name="reward">The reward.</param>
    /// <param name="known">The part of it that is expected for other reasons.</param>
    /// <param name="ridge">The prior's precision.</param>
    /// <param name="time">In half-lives.</param>
    public void Learn(ReadOnlySpan<double> x, double reward, double known, double ridge, double time)
    {
        if (time > _epoch + Reach || _count == 0)
        {
            MoveTo((long)Math.Floor(time));
        }

        var weight = Math.Pow(2, Math.Clamp(time - _epoch, -1000, Reach));
        var gain = (reward - known - Predict(x)) / (1 + Variance(x, ridge, time));
        Move(x, gain, ridge, time);
        for (var i = 0; i < x.Length; i++)
        {
            _precision[i] += weight * x[i] * x[i];
        }

        _count++;
        Weight += weight;
        Rewards += weight * reward;
        Squares += weight * reward * reward;
    }

    /// <summary>
    /// The reward of an observation turned out to be another one: it counts as much as one does among all that were learned by now, which is one in as many as the feature
    /// that was met least was met.
    /// </summary>
    /// <param name="x">The features.</param>
    /// <param name="before">The reward that was learned.</param>
    /// <param name="after">The reward instead.</param>
    /// <param name="explained">The part of the move that is made elsewhere.</param>
    /// <param name="ridge">The prior's precision.</param>
    /// <param name="time">Of the observation, in half-lives.</param>
    /// <returns>By how much the estimate moved.</returns>
    public double Correct(ReadOnlySpan<double> x, double before, double after, double explained, double ridge, double time)
    {
        var weight = Math.Pow(2, Math.Clamp(time - _epoch, -1000, Reach));
        Rewards += weight * (after - before);
        Squares += weight * ((after * after) - (before * before));
        var (was, variance) = (Predict(x), Variance(x, ridge, time));
        Move(x, variance > 0 ? (((after - before) * Math.Min(1, LargestVariance(x, ridge, time))) - explained) / variance : 0, ridge, time);
        return Predict(x) - was;
    }

    public void Merge(DiagonalPosterior other, double ridge)
    {
        if (other._epoch > _epoch || _count == 0)
        {
            MoveTo(other._epoch);
        }

        var scale = Math.ScaleB(1, (int)Math.Max(other._epoch - _epoch, -2000));
        for (var i = 0; i < _mean.Length; i++)
        {
            var (mine, theirs) = (_precision[i], scale * other._precision[i]);
            _mean[i] = mine + theirs > 0 ? (((ridge + mine) * _mean[i]) + ((ridge + theirs) * other._mean[i])) / (ridge + mine + theirs) : 0;
            _precision[i] = mine + theirs;
        }

        _count += other._count;
        Weight += scale * other.Weight;
        Rewards += scale * other.Rewards;
        Squares += scale * other.Squares;
    }

    private double LargestVariance(ReadOnlySpan<double> x, double ridge, double time)
    {
        var (scale, largest) = (ScaleAt(time), 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            largest = Math.Max(largest, x[i] * x[i] / (ridge + (scale * _precision[i])));
        }

        return largest;
    }

    private void Move(ReadOnlySpan<double> x, double gain, double ridge, double time)
    {
        var scale = ScaleAt(time);
        for (var i = 0; i < x.Length; i++)
        {
            _mean[i] += x[i] == 0 ? 0 : gain * x[i] / (ridge + (scale * _precision[i]));
        }
    }

    private double ScaleAt(double time) => Math.Pow(2, Math.Clamp(_epoch - time, -1000, 1000));

    private void MoveTo(long epoch)
    {
        if (_count > 0 && epoch > _epoch)
        {
            var power = (int)Math.Max(_epoch - epoch, -2000);
            (Weight, Rewards, Squares) = (Math.ScaleB(Weight, power), Math.ScaleB(Rewards, power), Math.ScaleB(Squares, power));
            for (var i = 0; i < _precision.Length; i++)
            {
                _precision[i] = Math.ScaleB(_precision[i], power);
            }
        }

        _epoch = _count > 0 ? Math.Max(epoch, _epoch) : epoch;
    }
}
