namespace Personalization.Profiles.Api.Shoppers;

/// <param name="Source">Actor id of the source.</param>
/// <param name="Target">Actor id of the target.</param>
/// <param name="Undo">Of a release: the target is an alias of the source, so the source is a shopper of its own again.</param>
public sealed record MergeStep(string Source, string Target, bool Undo = false);
