using System.Numerics;
using System.Runtime.InteropServices;

namespace Personalization.Decisions.Models;

internal static class Vectors
{
    /// <summary>The inner product of two vectors of one length.</summary>
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var wideLeft = MemoryMarshal.Cast<double, Vector<double>>(left);
        var wideRight = MemoryMarshal.Cast<double, Vector<double>>(right);
        var sums = Vector<double>.Zero;
        for (var i = 0; i < wideLeft.Length; i++)
        {
            sums += wideLeft[i] * wideRight[i];
        }

        var sum = Vector.Sum(sums);
        for (var i = wideLeft.Length * Vector<double>.Count; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
