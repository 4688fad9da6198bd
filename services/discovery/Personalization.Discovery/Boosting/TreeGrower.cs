using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Personalization.Discovery.Boosting;

/// <summary>Learns boosted trees with logistic loss from binned rows, leaf by leaf, the best split of all leaves first. The same rows give the same trees.</summary>
public sealed class TreeGrower
{
    private readonly BoostingRows _rows;
    private readonly BoostingOptions _options;
    private readonly FeatureBins _bins;
    private readonly byte[] _binned;
    private readonly double[] _scores;
    private readonly int[] _order;
    private int _drawn;

    /// <summary>Of the rows drawn for a tree, side by side, so that what a tree reads again and again is a small part of memory: their bins, and gradient and curvature.</summary>
    private byte[] _drawnBins = [];
    private Vector128<double>[] _derivatives = [];
    private readonly List<int> _roots = [];
    private readonly List<int> _feature = [];
    private readonly List<float> _threshold = [];

    /// <summary>Of each node grown here the bin that its threshold ends.</summary>
    private readonly List<int> _bin = [];
    private readonly List<int> _left = [];
    private readonly List<float> _value = [];
    private readonly float _bias;

    /// <summary>Brings the weights to a mean of 1, so that options mean the same for any.</summary>
    private readonly double _scale;

    private TreeGrower(BoostingRows rows, BoostingOptions options)
    {
        _rows = rows;
        _options = options;
        _bins = FeatureBins.Of(rows, Math.Min(options.Bins, 256));
        _binned = _bins.Read(rows);
        _scores = new double[rows.Count];
        _order = new int[rows.Count];
        _bias = Bias(rows);
        _scale = rows.Count / Math.Max(Sum(rows.Weights), 1e-9);
        Array.Fill(_scores, _bias);
    }

    /// <param name="rows">At least one.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the trees grown so far; may be null.</param>
    /// <param name="checkpoint">Where it goes on from, and what is saved on the way; may be null. The trees are the same as without.</param>
    /// <param name="cancellationToken">Stops between trees.</param>
    public static BoostedTrees Fit(
        BoostingRows rows, BoostingOptions options, Action<int>? progress = null, BoostingCheckpoint? checkpoint = null, CancellationToken cancellationToken = default)
    {
        var grower = new TreeGrower(rows, options);
        grower.GoOnFrom(checkpoint?.From);
        while (grower._roots.Count < options.Trees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            grower.Grow();
            progress?.Invoke(grower._roots.Count);
            if (checkpoint is not null && grower._roots.Count < options.Trees && grower._roots.Count % checkpoint.Every == 0)
            {
                checkpoint.Save(grower.Snapshot());
            }
        }

        return new BoostedTrees(grower.Snapshot());
    }

    private BoostedTreesData Snapshot() => new(_rows.Features, _bias, [.. _roots], [.. _feature], [.. _threshold], [.. _left], [.. _value]);

    /// <summary>Takes trees over; the scores of the rows are summed in the order in which they were, so that the next tree is the one that would have come.</summary>
    private void GoOnFrom(BoostedTreesData? grown)
    {
        if (grown is null || grown.Features != _rows.Features || grown.Bias != _bias || grown.Roots.Count > _options.Trees)
        {
            return;
        }

        _roots.AddRange(grown.Roots);
        _feature.AddRange(grown.Feature);
        _threshold.AddRange(grown.Threshold);
        _bin.AddRange(new int[grown.Feature.Count]);
        _left.AddRange(grown.Left);
        _value.AddRange(grown.Value);
        foreach (var root in _roots)
        {
            for (var row = 0; row < _scores.Length; row++)
            {
                _scores[row] += _value[LeafOf(root, _rows[row])];
            }
        }
    }

    private static float Bias(BoostingRows rows)
    {
        double positive = 1e-6, all = 2e-6;
        for (var row = 0; row < rows.Count; row++)
        {
            positive += rows.Labels[row] * rows.Weights[row];
            all += rows.Weights[row];
        }

        return (float)Math.Log(positive / (all - positive));
    }

    private static double Sum(ReadOnlySpan<float> weights)
    {
        var sum = 0.0;
        foreach (var weight in weights)
        {
            sum += weight;
        }

        return sum;
    }

    private void Grow()
    {
        Draw();
        Derive();
        var root = Node(0);
        _roots.Add(root);
        var leaves = new List<Leaf> { Leaf.Of(root, 0, _drawn, Histogram(0, _drawn), _options.Bins) };
        leaves[0].Best = Split(leaves[0]);
        while (leaves.Count < _options.Leaves)
        {
            var best = leaves.MaxBy(leaf => leaf.Best.Gain)!;
            if (best.Best.Gain <= 0)
            {
                break;
            }

            leaves.Remove(best);
            leaves.AddRange(Divide(best));
        }

        AddScores(root);
    }

    /// <summary>By the bins, which are a quarter of the values: the walk is as fast as memory. A value is at most a bin's upper end exactly when it is in the bin or one before.</summary>
    private void AddScores(int root)
    {
        var features = _rows.Features;
        var nodes = new (int Feature, int Bin, int Left, float Value)[_feature.Count - root];
        for (var node = 0; node < nodes.Length; node++)
        {
            nodes[node] = (_feature[root + node], _bin[root + node], _left[root + node] - root, _value[root + node]);
        }

        for (var row = 0; row < _scores.Length; row++)
        {
            var bins = _binned.AsSpan(row * features, features);
            ref readonly var node = ref nodes[0];
            while (node.Feature >= 0)
            {
                node = ref nodes[node.Left + (bins[node.Feature] <= node.Bin ? 0 : 1)];
            }

            _scores[row] += node.Value;
        }
    }

    /// <summary>Sets the rows drawn side by side; from then on the order is of their places.</summary>
    private void Derive()
    {
        var labels = _rows.Labels;
        var weights = _rows.Weights;
        var features = _rows.Features;
        if (_derivatives.Length < _drawn)
        {
            _derivatives = new Vector128<double>[_drawn + (_drawn / 16)];
            _drawnBins = new byte[_derivatives.Length * features];
        }

        for (var place = 0; place < _drawn; place++)
        {
            var row = _order[place];
            var probability = 1 / (1 + Math.Exp(-_scores[row]));
            var weight = weights[row] * _scale;
            _derivatives[place] = Vector128.Create((float)((probability - labels[row]) * weight), (double)(float)(probability * (1 - probability) * weight));
            _binned.AsSpan(row * features, features).CopyTo(_drawnBins.AsSpan(place * features));
            _order[place] = place;
        }
    }

    private void Draw()
    {
        _drawn = 0;
        for (var row = 0; row < _scores.Length; row++)
        {
            if (_options.SampleOf <= 1 || Mixed(row, _roots.Count) % (uint)_options.SampleOf == 0)
            {
                _order[_drawn++] = row;
            }
        }
    }

    /// <summary>The same draw in every process.</summary>
    private static uint Mixed(int row, int tree)
    {
        unchecked
        {
            var mixed = ((uint)row * 0x9E3779B1) ^ ((uint)(tree + 1) * 0x85EBCA77);
            mixed ^= mixed >> 15;
            mixed *= 0x2C1B3C6D;
            mixed ^= mixed >> 12;
            mixed *= 0x297A2D39;
            return mixed ^ (mixed >> 15);
        }
    }

    private int LeafOf(int node, ReadOnlySpan<float> row)
    {
        while (_feature[node] >= 0)
        {
            node = _left[node] + (row[_feature[node]] <= _threshold[node] ? 0 : 1);
        }

        return node;
    }

    private int Node(float value)
    {
        _feature.Add(-1);
        _threshold.Add(0);
        _bin.Add(0);
        _left.Add(0);
        _value.Add(value);
        return _feature.Count - 1;
    }

    private Leaf[] Divide(Leaf leaf)
    {
        var (_, feature, bin) = leaf.Best;
        var middle = Partition(leaf, feature, bin);
        var small = middle - leaf.Start <= leaf.End - middle ? Histogram(leaf.Start, middle) : Histogram(middle, leaf.End);
        var large = leaf.Histogram;
        for (var at = 0; at < large.Length; at++)
        {
            large[at] -= small[at];
        }

        var smallIsLeft = middle - leaf.Start <= leaf.End - middle;
        Leaf[] children =
        [
            Leaf.Of(Node(0), leaf.Start, middle, smallIsLeft ? small : large, _options.Bins),
            Leaf.Of(Node(0), middle, leaf.End, smallIsLeft ? large : small, _options.Bins),
        ];
        _feature[leaf.Node] = feature;
        _threshold[leaf.Node] = _bins.UpperEnd(feature, bin);
        _bin[leaf.Node] = bin;
        _left[leaf.Node] = children[0].Node;
        foreach (var child in children)
        {
            _value[child.Node] = (float)(-child.Gradient / (child.Curvature + _options.Ridge) * _options.LearningRate);
            child.Best = Split(child);
        }

        return children;
    }

    private int Partition(Leaf leaf, int feature, int bin)
    {
        var left = leaf.Start;
        var right = leaf.End - 1;
        while (left <= right)
        {
            if (_drawnBins[(_order[left] * _rows.Features) + feature] <= bin)
            {
                left++;
            }
            else
            {
                (_order[left], _order[right]) = (_order[right], _order[left]);
                right--;
            }
        }

        return left;
    }

    private double[] Histogram(int start, int end)
    {
        var features = _rows.Features;
        var histogram = new double[features * _options.Bins * 2];
        var cells = MemoryMarshal.Cast<double, Vector128<double>>(histogram.AsSpan());
        for (var at = start; at < end; at++)
        {
            var place = _order[at];
            var both = _derivatives[place];
            var offset = 0;
            foreach (var bin in _drawnBins.AsSpan(place * features, features))
            {
                cells[offset + bin] += both;
                offset += _options.Bins;
            }
        }

        return histogram;
    }

    private Split Split(Leaf leaf)
    {
        var best = new Split(0, 0, 0);
        var whole = Gain(leaf.Gradient, leaf.Curvature);
        for (var feature = 0; feature < _rows.Features; feature++)
        {
            double gradient = 0, curvature = 0;
            var count = _bins.Count(feature);
            var offset = feature * _options.Bins * 2;
            for (var bin = 0; bin < count - 1; bin++)
            {
                gradient += leaf.Histogram[offset + (bin * 2)];
                curvature += leaf.Histogram[offset + (bin * 2) + 1];
                if (curvature < _options.MinLeafWeight)
                {
                    continue;
                }

                if (leaf.Curvature - curvature < _options.MinLeafWeight)
                {
                    break;
                }

                var gain = Gain(gradient, curvature) + Gain(leaf.Gradient - gradient, leaf.Curvature - curvature) - whole;
                if (gain > best.Gain + 1e-9)
                {
                    best = new Split(gain, feature, bin);
                }
            }
        }

        return best;
    }

    private double Gain(double gradient, double curvature) => gradient * gradient / (curvature + _options.Ridge);
}
