namespace Personalization.Storefront.Api.Operations;

/// <summary>Whether this process can do its job. Once it could, it stays ready: from then on it can answer anything, its fallbacks included.</summary>
internal sealed class Readiness
{
    private volatile bool _ready;

    public bool IsReady => _ready;

    public void Latch() => _ready = true;
}
