namespace Personalization.Discovery.Boosting;

/// <summary>
/// Gradient-boosted regression trees, summed (Friedman 2001, with the second-order leaf values of Chen and Guestrin 2016). Immutable; a score is the
/// log-odds of the label. Nodes stand in arrays, so that a model is stored and read as it is.
/// </summary>
public sealed class BoostedTrees
{
    private readonly BoostedTreesData _data;

    /// <exception cref="ArgumentException">The arrays do not make trees.</exception>
    public BoostedTrees(BoostedTreesData data)
    {
        var nodes = data.Feature.Count;
        if (data.Threshold.Count != nodes || data.Left.Count != nodes || data.Value.Count != nodes)
        {
            throw new ArgumentException("The columns of the nodes differ in length.", nameof(data));
        }

        for (var node = 0; node < nodes; node++)
        {
            // Children stand behind their parent: every walk ends.
            if (data.Feature[node] >= data.Features || (data.Feature[node] >= 0 && (data.Left[node] <= node || data.Left[node] + 1 >= nodes)))
            {
                throw new ArgumentException($"Node {node} is none.", nameof(data));
            }
        }

        if (data.Roots.Any(root => root < 0 || root >= nodes))
        {
            throw new ArgumentException("A tree has no root.", nameof(data));
        }

        _data = data;
        _feature = [.. data.Feature];
        _threshold = [.. data.Threshold];
        _left = [.. data.Left];
        _value = [.. data.Value];
        _roots = [.. data.Roots];
        _nodes = [.. Enumerable.Range(0, nodes).Select(node => new Node(data.Feature[node], data.Threshold[node], data.Left[node], data.Value[node]))];
    }

    private readonly int[] _feature;
    private readonly float[] _threshold;
    private readonly int[] _left;
    private readonly float[] _value;
    private readonly int[] _roots;

    /// <summary>The same in one place each, as a walk wants them.</summary>
    private readonly Node[] _nodes;

    /// <summary>As stored.</summary>
    public BoostedTreesData Data => _data;

    public int Features => _data.Features;

    /// <summary>The log-odds for one row.</summary>
    public double Score(ReadOnlySpan<float> row)
    {
        var score = (double)_data.Bias;
        foreach (var root in _roots)
        {
            var node = root;
            while (_feature[node] >= 0)
            {
                node = _left[node] + (row[_feature[node]] <= _threshold[node] ? 0 : 1);
            }

            score += _value[node];
        }

        return score;
    }

    /// <summary>The log-odds of many rows, tree after tree, so that a tree's nodes stay at hand: each exactly that of <see cref="Score(ReadOnlySpan{float})"/>.</summary>
    /// <param name="rows">Row after row, <see cref="Features"/> values each.</param>
    /// <param name="scores">Room for as many as there are rows.</param>
    public void Score(ReadOnlySpan<float> rows, Span<double> scores)
    {
        scores.Fill(_data.Bias);
        var (nodes, features) = (_nodes, _data.Features);
        foreach (var root in _roots)
        {
            for (var at = 0; at < scores.Length; at++)
            {
                var row = rows.Slice(at * features, features);
                ref readonly var node = ref nodes[root];
                while (node.Feature >= 0)
                {
                    node = ref nodes[node.Left + (row[node.Feature] <= node.Threshold ? 0 : 1)];
                }

                scores[at] += node.Value;
            }
        }
    }

    /// <summary>What each feature added to the score of one row: along each path, the change of the node's value is the feature's (Saabas 2014). With the bias they sum to the score.</summary>
    /// <param name="row">The row.</param>
    /// <param name="terms">Room for a term of each feature.</param>
    public void Explain(ReadOnlySpan<float> row, Span<double> terms)
    {
        terms.Clear();
        foreach (var root in _roots)
        {
            var node = root;
            while (_feature[node] >= 0)
            {
                var feature = _feature[node];
                var next = _left[node] + (row[feature] <= _threshold[node] ? 0 : 1);
                terms[feature] += _value[next] - _value[node];
                node = next;
            }
        }
    }

    private readonly record struct Node(int Feature, float Threshold, int Left, float Value);
}
