using System.Text;

namespace Personalization.Decisions.Contracts.Packing;

/// <summary>
/// Packs the features of one call, object by object. Items of one slot mostly have the same names in the same order: the next name is first looked for
/// where it stood in the object before. For one thread.
/// </summary>
public sealed class FeatureBlockBuilder(int bytes = 1024)
{
    private readonly FeatureBlock _block = new();
    private readonly List<byte[]> _names = [];
    private readonly Dictionary<int, List<int>> _nameByHash = [];
    private readonly List<int[]> _shapes = [];
    private readonly Dictionary<int, List<int>> _shapeByHash = [];
    private readonly List<int> _current = [];
    private byte[] _values = new byte[bytes];
    private int _length;
    private int _start;
    private int _expectedShape = -1;
    private int[] _expected = [];

    /// <summary>The name that stood in this place of the object before; empty where it had none.</summary>
    public ReadOnlySpan<byte> Expected => _current.Count < _expected.Length ? _names[_expected[_current.Count]] : default;

    /// <summary>Features of the object that is open.</summary>
    public int Count => _current.Count;

    /// <summary>The next feature has the expected name.</summary>
    public void AddExpected(long whole, int decimals)
    {
        _current.Add(_expected[_current.Count]);
        _length += PackedNumber.Write(Room(), whole, decimals);
    }

    /// <summary>The next feature: whole / 10^decimals.</summary>
    public void Add(ReadOnlySpan<byte> name, long whole, int decimals)
    {
        _current.Add(Index(name));
        _length += PackedNumber.Write(Room(), whole, decimals);
    }

    /// <summary>The next feature.</summary>
    public void Add(ReadOnlySpan<byte> name, double value)
    {
        _current.Add(Index(name));
        _length += PackedNumber.Write(Room(), value);
    }

    /// <summary>Ends the object. Its values can be read once the block is finished.</summary>
    public PackedFeatures Close()
    {
        var shape = _expectedShape >= 0 && _current.Count == _expected.Length && _current.SequenceEqual(_expected) ? _expectedShape : ShapeOfCurrent();
        (_expectedShape, _expected) = (shape, _shapes[shape]);
        var features = new PackedFeatures(_block, shape, _start, _length - _start);
        _start = _length;
        _current.Clear();
        return features;
    }

    /// <summary>Packs features that are known as such; null stays null.</summary>
    public PackedFeatures? Pack(IReadOnlyList<NamedValue>? features)
    {
        if (features is null)
        {
            return null;
        }

        Span<byte> buffer = stackalloc byte[1024];
        foreach (var (name, value) in features)
        {
            var expected = Expected;
            var utf8 = Encoding.UTF8.TryGetBytes(name, buffer, out var written) ? buffer[..written] : Encoding.UTF8.GetBytes(name);
            Add(utf8.SequenceEqual(expected) ? expected : utf8, value);
        }

        return Close();
    }

    /// <summary>Nothing can be added any more, and everything can be read.</summary>
    public FeatureBlock Finish()
    {
        _block.Seal(_names, _shapes, _values);
        return _block;
    }

    private Span<byte> Room()
    {
        if (_values.Length - _length < PackedNumber.MostBytes)
        {
            Array.Resize(ref _values, Math.Max(_values.Length * 2, _length + 256));
        }

        return _values.AsSpan(_length);
    }

    private int Index(ReadOnlySpan<byte> name)
    {
        if (_current.Count < _expected.Length && name.SequenceEqual(_names[_expected[_current.Count]]))
        {
            return _expected[_current.Count];
        }

        var same = Bucket(_nameByHash, Hash(name));
        foreach (var index in same)
        {
            if (name.SequenceEqual(_names[index]))
            {
                return index;
            }
        }

        _names.Add(name.ToArray());
        same.Add(_names.Count - 1);
        return _names.Count - 1;
    }

    private int ShapeOfCurrent()
    {
        var hash = new HashCode();
        foreach (var name in _current)
        {
            hash.Add(name);
        }

        var same = Bucket(_shapeByHash, hash.ToHashCode());
        foreach (var index in same)
        {
            if (_current.SequenceEqual(_shapes[index]))
            {
                return index;
            }
        }

        _shapes.Add([.. _current]);
        same.Add(_shapes.Count - 1);
        return _shapes.Count - 1;
    }

    private static List<int> Bucket(Dictionary<int, List<int>> buckets, int hash)
    {
        if (!buckets.TryGetValue(hash, out var bucket))
        {
            buckets.Add(hash, bucket = []);
        }

        return bucket;
    }

    /// <summary>Of this process alone, so that nobody can send names that all share a bucket.</summary>
    private static int Hash(ReadOnlySpan<byte> name)
    {
        var hash = new HashCode();
        hash.AddBytes(name);
        return hash.ToHashCode();
    }
}
