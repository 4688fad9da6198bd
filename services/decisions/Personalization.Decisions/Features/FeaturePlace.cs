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
    public double Value(double value) => _kind == Kind.Own ? value : Signed(Squash(value));

    /// <summary>A squashed value with the sign of the place.</summary>
    public double Signed(double squashed) => _kind == Kind.Negative ? -squashed : squashed;

    /// <summary>sign(v) ln(1 + |v|).</summary>
    public static double Squash(double value) => Math.CopySign(Math.Log(1 + Math.Abs(value)), value);
}
