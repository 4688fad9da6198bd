namespace Personalization.Sidecar.Invocation;

/// <summary>A whole answer of an app. Header names compare without case; repeated ones are joined with a comma.</summary>
internal sealed record AppResponse(int Status, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}
