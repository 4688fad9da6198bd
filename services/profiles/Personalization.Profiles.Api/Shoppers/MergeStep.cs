namespace Personalization.Profiles.Api.Shoppers;

/// <param name="Target">Actor id of the target.</param>
public sealed record MergeStep(string Target);
