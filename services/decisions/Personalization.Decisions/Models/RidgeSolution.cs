namespace Personalization.Decisions.Models;

/// <summary>
/// The posterior of a Bayesian linear regression with prior N(prior mean, 1/ridge): mean and inverse precision. Solved from the statistics by
/// Cholesky, then kept current by Sherman-Morrison, one observation at a time.
/// </summary>
public sealed class RidgeSolution
{
    private readonly int _d;
    private readonly double[] _inverse;
    private readonly double[] _right;
    private readonly double[] _mean;
    private readonly double[] _scratch;
    private readonly double _scale;

    private RidgeSolution(int dimensions, double scale)
    {
        _d = dimensions;
        _scale = scale;
        _inverse = new double[dimensions * dimensions];
        _right = new double[dimensions];
        _mean = new double[dimensions];
        _scratch = new double[dimensions];
    }

    /// <summary>The weights of the features.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>The posterior at a time.</summary>
    /// <param name="statistics">What was learned.</param>
    /// <param name="prior">The mean before anything was learned; empty: zero.</param>
    /// <param name="ridge">The prior's precision, in observations; above 0.</param>
    /// <param name="time">In half-lives.</param>
    public static RidgeSolution Solve(LinearStatistics statistics, ReadOnlySpan<double> prior, double ridge, double time)
    {
        var d = statistics.Dimensions;
        var scale = statistics.ScaleAt(time);
        var solution = new RidgeSolution(d, scale);
        var lower = new double[d * d];
        for (int row = 0, at = 0; row < d; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                lower[(row * d) + column] = scale * statistics.Gram[at++];
            }

            lower[(row * d) + row] += ridge;
            solution._right[row] = (scale * statistics.Moments[row]) + (prior.IsEmpty ? 0 : ridge * prior[row]);
        }

        Factor(lower, d);
        Invert(lower, solution._inverse, d);
        solution.Multiply(solution._right, solution._mean);
        return solution;
    }

    /// <summary>Takes one observation in, O(d^2).</summary>
    /// <param name="x">The features.</param>
    /// <param name="reward">The reward.</param>
    /// <param name="weight">Its weight in the statistics (<see cref="LinearStatistics.Add"/>).</param>
    public void Add(ReadOnlySpan<double> x, double reward, double weight)
    {
        weight *= _scale;
        Multiply(x, _scratch);
        var denominator = 1 + (weight * Dot(x, _scratch));
        for (var row = 0; row < _d; row++)
        {
            var factor = weight * _scratch[row] / denominator;
            var line = _inverse.AsSpan(row * _d, _d);
            for (var column = 0; column < _d; column++)
            {
                line[column] -= factor * _scratch[column];
            }

            _right[row] += weight * reward * x[row];
        }

        Multiply(_right, _mean);
    }

    public double Predict(ReadOnlySpan<double> x) => Dot(x, _mean);

    /// <summary>x' (precision)^-1 x: the squared uncertainty, in units of the noise variance.</summary>
    public double Variance(ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        for (var row = 0; row < _d; row++)
        {
            if (x[row] != 0)
            {
                sum += x[row] * Dot(x, _inverse.AsSpan(row * _d, _d));
            }
        }

        return Math.Max(sum, 0);
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right) => Vectors.Dot(left, right);

    private void Multiply(ReadOnlySpan<double> x, Span<double> result)
    {
        for (var row = 0; row < _d; row++)
        {
            result[row] = Dot(_inverse.AsSpan(row * _d, _d), x);
        }
    }

    /// <summary>Cholesky in place; the ridge keeps the matrix positive definite, rounding is met by a floor.</summary>
    private static void Factor(double[] a, int d)
    {
        for (var column = 0; column < d; column++)
        {
            for (var row = column; row < d; row++)
            {
                var sum = a[(row * d) + column];
                for (var k = 0; k < column; k++)
                {
                    sum -= a[(row * d) + k] * a[(column * d) + k];
                }

                a[(row * d) + column] = row == column ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / a[(column * d) + column];
            }
        }
    }

    private static void Invert(double[] lower, double[] inverse, int d)
    {
        var inverted = new double[d * d];
        for (var column = 0; column < d; column++)
        {
            inverted[(column * d) + column] = 1 / lower[(column * d) + column];
            for (var row = column + 1; row < d; row++)
            {
                var sum = 0.0;
                for (var k = column; k < row; k++)
                {
                    sum -= lower[(row * d) + k] * inverted[(k * d) + column];
                }

                inverted[(row * d) + column] = sum / lower[(row * d) + row];
            }
        }

        for (var row = 0; row < d; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var sum = 0.0;
                for (var k = row; k < d; k++)
                {
                    sum += inverted[(k * d) + row] * inverted[(k * d) + column];
                }

                inverse[(row * d) + column] = inverse[(column * d) + row] = sum;
            }
        }
    }
}
