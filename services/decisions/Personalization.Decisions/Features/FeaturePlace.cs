namespace Personalization.Decisions.Features;

/// <summary>Where a name lands in a <see cref="FeatureSpace"/>, and what becomes of its values there.</summary>
internal readonly record struct FeaturePlace
{
    private readonly int _index;
    private readonly Kind _kind;

    private FeaturePlace(int index, Kind kind) => (_index, _kind) = (index, kind);

    private enum Kind : byte
    {
        None,
        Own,
        Positive,
        Negative,
    }

    /// <summary>Nowhere.</summary>
    public static FeaturePlace None => default;

    public bool IsNone => _kind == Kind.None;

    public int Index => _index;

    /// <summary>A place that no other name has: values stay as they are.</summary>
    public static FeaturePlace Own(int index) => new(index, Kind.Own);

    /// <summary>A place among others, with a sign by the name's hash: values are squashed.</summary>
    public static FeaturePlace Shared(int index, bool isNegative) => new(index, isNegative ? Kind.Negative : Kind.Positive);

    /// <summary>What is added to the place.</summary>
    public double Value(double value)
    {
        if (_kind == Kind.Own)
        {
            return value;
        }

        var squashed = Math.CopySign(Math.Log(1 + Math.Abs(value)), value);
        return _kind == Kind.Positive ? squashed : -squashed;
    }
}
