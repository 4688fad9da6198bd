using System.Security.Cryptography;
using System.Text.Json;
using Personalization.Decisions.Choices;
using Personalization.Evaluation.Data;

namespace Personalization.Evaluation.Bandits;

/// <summary>
/// A world of shoppers and items for B3, all of it fixed by a seed before anybody decides: what each item would be worth at each step, so that every
/// policy meets the same. Clicks are 0 or 1 with a logistic chance in the context; the outcome arrives minutes later, some twice; at three times that
/// nobody announces a part of the items changes its mind; a fifth of the items comes late.
/// </summary>
internal sealed class BanditStream
{
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Between two decisions.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    private const double MeanDelaySteps = 10;
    private const double Duplicated = 0.1;
    private const int Changes = 3;

    private BanditStream(StreamShape shape)
    {
        Shape = shape;
        Contexts = new double[shape.Steps][];
        Rewards = new byte[shape.Steps][];
        Chances = new double[shape.Steps][];
        Available = new int[shape.Steps];
        Arrivals = new int[shape.Steps];
        Repeats = new int[shape.Steps];
    }

    public StreamShape Shape { get; }

    /// <summary>By step; rounded to four decimals.</summary>
    public double[][] Contexts { get; }

    /// <summary>By step and arm, 0 or 1.</summary>
    public byte[][] Rewards { get; }

    /// <summary>The chance of a click: what regret is measured by.</summary>
    public double[][] Chances { get; }

    /// <summary>Arms 0 to this one (exclusive) can be chosen.</summary>
    public int[] Available { get; }

    /// <summary>The step before which the outcome is known.</summary>
    public int[] Arrivals { get; }

    /// <summary>The step before which it is told a second time; 0: it is not.</summary>
    public int[] Repeats { get; }

    public static BanditStream Create(StreamShape shape, int seed)
    {
        var stream = new BanditStream(shape);
        var noise = new SeededNoise((ulong)seed * 7919);
        var weights = Enumerable.Range(0, shape.Arms).Select(_ => Draw(shape.Dimensions, ref noise)).ToArray();
        int[] changes = [.. Enumerable.Range(0, Changes).Select(_ => (int)(shape.Steps * (0.2 + (0.7 * noise.NextUniform())))).Order()];
        var late = new int[shape.Arms];
        for (var arm = shape.Arms - (shape.Arms / 5); arm < shape.Arms; arm++)
        {
            late[arm] = (int)(shape.Steps * (0.1 + (0.4 * noise.NextUniform())));
        }

        Array.Sort(late);
        for (var step = 0; step < shape.Steps; step++)
        {
            if (changes.Contains(step))
            {
                for (var arm = 0; arm < shape.Arms; arm++)
                {
                    weights[arm] = noise.NextUniform() < 0.4 ? Draw(shape.Dimensions, ref noise) : weights[arm];
                }
            }

            stream.Fill(step, weights, late, ref noise);
        }

        return stream;
    }

    /// <summary>SHA-256 over what <see cref="Write"/> says of every step: two programs that print the same met the same world.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var bytes = new MemoryStream();
        for (var step = 0; step < Shape.Steps; step++)
        {
            bytes.SetLength(0);
            using (var json = new Utf8JsonWriter(bytes))
            {
                json.WriteStartObject();
                Write(json, step);
                json.WriteEndObject();
            }

            hash.AppendData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public void Dump(AnswerDump dump, int seed)
    {
        for (var step = 0; step < Shape.Steps; step++)
        {
            var at = step;
            dump.Write(json =>
            {
                json.WriteString("stream", $"{Shape.Name}-{seed}");
                Write(json, at);
            });
        }
    }

    private void Write(Utf8JsonWriter json, int step)
    {
        json.WriteNumber("arrives", Arrivals[step]);
        json.WriteString("rewards", string.Concat(Rewards[step].Take(Available[step])));
        json.WriteStartArray("x");
        foreach (var value in Contexts[step])
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    private void Fill(int step, double[][] weights, int[] late, ref SeededNoise noise)
    {
        Contexts[step] = new double[Shape.Dimensions];
        for (var i = 0; i < Shape.Dimensions; i++)
        {
            Contexts[step][i] = Math.Round(noise.NextNormal(), 4);
        }

        Rewards[step] = new byte[Shape.Arms];
        Chances[step] = new double[Shape.Arms];
        for (var arm = 0; arm < Shape.Arms; arm++)
        {
            var score = weights[arm][Shape.Dimensions];
            for (var i = 0; i < Shape.Dimensions; i++)
            {
                score += weights[arm][i] * Contexts[step][i];
            }

            Chances[step][arm] = 1 / (1 + Math.Exp(-score));
            Rewards[step][arm] = noise.NextUniform() < Chances[step][arm] ? (byte)1 : (byte)0;
            Available[step] += late[arm] <= step ? 1 : 0;
        }

        Arrivals[step] = step + 1 + (int)Math.Min(-Math.Log(1 - noise.NextUniform()) * MeanDelaySteps, 10 * MeanDelaySteps);
        Repeats[step] = noise.NextUniform() < Duplicated ? Arrivals[step] + 1 + (int)(noise.NextUniform() * 3 * MeanDelaySteps) : 0;
    }

    /// <summary>The last one is the constant.</summary>
    private static double[] Draw(int dimensions, ref SeededNoise noise)
    {
        var weights = new double[dimensions + 1];
        for (var i = 0; i < dimensions; i++)
        {
            weights[i] = noise.NextNormal() * 1.2 / Math.Sqrt(dimensions);
        }

        weights[dimensions] = -1.5 + (0.4 * noise.NextNormal());
        return weights;
    }
}
