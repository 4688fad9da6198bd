namespace Personalization.Hosting.Tokens;

/// <summary>Where the keys are had.</summary>
internal interface IKeySource
{
    /// <summary>The keys; null when they never could be had, or not for too long.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<KeySet?> GetAsync(CancellationToken cancellationToken);

    /// <summary>The keys, looked for anew where that is allowed already: a token names one that is not among them.</summary>
    ValueTask<KeySet?> RefreshAsync(CancellationToken cancellationToken);
}
