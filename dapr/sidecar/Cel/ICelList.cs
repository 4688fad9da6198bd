namespace Personalization.Sidecar.Cel;

/// <summary>A list value.</summary>
internal interface ICelList
{
    int Count { get; }

    object? this[int index] { get; }
}
