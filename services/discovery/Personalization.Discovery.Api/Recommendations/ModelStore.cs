using Personalization.Discovery.Api.State;
using Personalization.Discovery.Boosting;

namespace Personalization.Discovery.Api.Recommendations;

/// <summary>Learned versions in the state: parts first, then the manifest that puts them in force, so that a version is there as a whole or not at all.</summary>
internal sealed class ModelStore(IDiscoveryState state)
{
    /// <summary>Versions kept: the one in force and two to go back to.</summary>
    private const int Kept = 3;

    private const int Attempts = 5;

    /// <summary>Stands for no version: the plain order serves.</summary>
    public const string Plain = "plain";

    public async Task<ModelManifest> ReadAsync(string store, CancellationToken cancellationToken) =>
        (await state.GetAsync(StateKeys.Model(store), StateJson.Default.ModelManifest, cancellationToken)).Value ?? new ModelManifest(null, [], false);

    /// <summary>The trees of a version; null when it has none, or is gone.</summary>
    public async Task<BoostedTrees?> TreesAsync(string store, ModelRecord record, CancellationToken cancellationToken)
    {
        if (record.Parts == 0)
        {
            return null;
        }

        var parts = await state.GetManyAsync([.. Enumerable.Range(0, record.Parts).Select(part => StateKeys.ModelPart(store, record.Version, part))], StateJson.Default.TreesPart, cancellationToken);
        return parts.Any(part => part is null) ? null : TreesPart.Join(parts!);
    }

    /// <summary>Writes a version and puts it in force; what is too old goes.</summary>
    public async Task PublishAsync(string store, ModelRecord record, IReadOnlyList<TreesPart> parts, CancellationToken cancellationToken)
    {
        for (var part = 0; part < parts.Count; part++)
        {
            if (!await state.TryCommitAsync([StateChange.Put(StateKeys.ModelPart(store, record.Version, part), parts[part], StateJson.Default.TreesPart)], cancellationToken))
            {
                throw new StateUnavailableException(new InvalidOperationException("A part of the model was not written."));
            }
        }

        await ChangeAsync(store, manifest =>
        {
            List<ModelRecord> versions = [record, .. manifest.Versions.Where(version => version.Version != record.Version)];
            var gone = versions.Skip(Kept).SelectMany(version => Enumerable.Range(0, version.Parts).Select(part => StateChange.Delete(StateKeys.ModelPart(store, version.Version, part))));
            return (new ModelManifest(record.Version, [.. versions.Take(Kept)], false), gone);
        }, cancellationToken);
    }

    /// <summary>Puts the version before the one in force back; null when there is none.</summary>
    public async Task<ModelManifest?> RollBackAsync(string store, CancellationToken cancellationToken) =>
        await ChangeAsync(store, manifest =>
        {
            var earlier = manifest.Versions.SkipWhile(version => version.Version != manifest.Current).Skip(1).FirstOrDefault();
            return (earlier is null ? null : manifest with { Current = earlier.Version, Held = true }, []);
        }, cancellationToken);

    /// <summary>Puts a kept version in force, or with <see cref="Plain"/> none; null when it is not kept.</summary>
    public async Task<ModelManifest?> UseAsync(string store, string version, CancellationToken cancellationToken) =>
        await ChangeAsync(store, manifest => (
            version == Plain ? manifest with { Current = null, Held = true }
                : manifest.Versions.Any(kept => kept.Version == version) ? manifest with { Current = version, Held = true }
                : null,
            []), cancellationToken);

    /// <summary>The trees that a job saved on its way; null when it saved none.</summary>
    public async Task<BoostedTreesData?> SavedAsync(string store, RebuildJob job, CancellationToken cancellationToken)
    {
        if (job.SavedParts == 0)
        {
            return null;
        }

        var parts = await state.GetManyAsync(SavedKeys(store, job), StateJson.Default.TreesPart, cancellationToken);
        return parts.Any(part => part is null) || parts[0]!.Roots.Count != job.SavedTrees ? null : TreesPart.Join(parts!).Data;
    }

    /// <summary>Saves trees on the way; the job says so once all parts are written.</summary>
    public async Task<RebuildJob> SaveAsync(string store, RebuildJob job, BoostedTreesData trees, CancellationToken cancellationToken)
    {
        var parts = TreesPart.Of(trees);
        for (var part = 0; part < parts.Count; part++)
        {
            await state.TryCommitAsync([StateChange.Put(StateKeys.ModelPart(store, SavedName(job), part), parts[part], StateJson.Default.TreesPart)], cancellationToken);
        }

        job = job with { SavedTrees = trees.Roots.Count, SavedParts = parts.Count };
        var (_, etag) = await JobAsync(store, cancellationToken);
        await TrySaveAsync(store, job, etag, cancellationToken);
        return job;
    }

    /// <summary>What a job saved on its way is not needed any more.</summary>
    public async Task DropSavedAsync(string store, RebuildJob job, CancellationToken cancellationToken)
    {
        if (job.SavedParts > 0)
        {
            await state.TryCommitAsync([.. SavedKeys(store, job).Select(StateChange.Delete)], cancellationToken);
        }
    }

    public Task<Stored<RebuildJob>> JobAsync(string store, CancellationToken cancellationToken) => state.GetAsync(StateKeys.ModelJob(store), StateJson.Default.RebuildJob, cancellationToken);

    /// <summary>Writes a job when the one that was read still stands.</summary>
    public Task<bool> TrySaveAsync(string store, RebuildJob job, string etag, CancellationToken cancellationToken) =>
        state.TrySaveAsync(StateKeys.ModelJob(store), job, StateJson.Default.RebuildJob, etag, null, cancellationToken);

    private static string SavedName(RebuildJob job) => $"{job.Id}-saved";

    private static List<string> SavedKeys(string store, RebuildJob job) => [.. Enumerable.Range(0, job.SavedParts).Select(part => StateKeys.ModelPart(store, SavedName(job), part))];

    private async Task<ModelManifest?> ChangeAsync(string store, Func<ModelManifest, (ModelManifest? Changed, IEnumerable<StateChange> Beside)> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (stored, etag) = await state.GetAsync(StateKeys.Model(store), StateJson.Default.ModelManifest, cancellationToken);
            var (changed, beside) = change(stored ?? new ModelManifest(null, [], false));
            if (changed is null)
            {
                return null;
            }

            if (await state.TryCommitAsync([StateChange.Put(StateKeys.Model(store), changed, StateJson.Default.ModelManifest, etag), .. beside], cancellationToken))
            {
                return changed;
            }
        }

        throw new StateUnavailableException(new InvalidOperationException("The model's manifest kept changing."));
    }
}
