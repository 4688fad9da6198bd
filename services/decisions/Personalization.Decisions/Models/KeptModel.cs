namespace Personalization.Decisions.Models;

/// <summary>A model as it is kept.</summary>
public sealed record KeptModel
{
    public required KeptStatistics Common { get; init; }

    public required IReadOnlyDictionary<string, KeptStatistics> Arms { get; init; }

    /// <summary>Entries in the list of what it learned, which is kept beside it; 0 in models from before there was one.</summary>
    public long Learned { get; init; }

    public static KeptModel From(BanditModel model, long learned = 0) => new()
    {
        Learned = learned,
        Common = model.KeepCommon(),
        Arms = model.KeepArms().ToDictionary(arm => arm.Key, arm => arm.Value),
    };

    /// <summary>A model of its own; empty where what was kept has other dimensions than the slot has now.</summary>
    public static BanditModel Restore(KeptModel? kept, ModelOptions options)
    {
        var model = new BanditModel(options);
        if (kept is not null && kept.Common.Dimensions == options.Dimensions)
        {
            model.Restore(kept.Common, kept.Arms);
        }

        return model;
    }
}
