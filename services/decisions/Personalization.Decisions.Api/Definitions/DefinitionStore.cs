using System.Text.Json;
using Personalization.Abstractions.Problems;
using Personalization.Decisions.Api.State;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Definitions;
using Personalization.Hosting.Problems;

namespace Personalization.Decisions.Api.Definitions;

/// <summary>
/// What is edited while the system runs, kind by kind: versions that never change, a manifest that says which stand, and an index of manifests. A change
/// writes the three in one transaction under ETags, takes effect here at once, and is told to the other replicas.
/// </summary>
internal sealed class DefinitionStore(IDecisionsState state, IEnumerable<IDefinitionKind> kinds, DefinitionCopies copies, IDefinitionBroadcast broadcast, TimeProvider time)
{
    private const int Attempts = 16;
    private const int MostRecent = 200;
    private const int UsualHistory = 50;
    private const int MostVersionsBack = 1_000;
    private const int MostBytes = 128 * 1024;

    /// <summary>Ids remembered of one set, deleted ones among them.</summary>
    private const int MostEntries = 5_000;

    private readonly Dictionary<string, IDefinitionKind> _kinds = kinds.ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    public async Task<DefinitionList> ListAsync(DefinitionQuery query, CancellationToken cancellationToken)
    {
        var (manifest, _) = await ReadAsync(query.StoreId, Kind(query.Kind), cancellationToken);
        var standing = await StandingAsync(manifest, cancellationToken);
        return new DefinitionList(manifest.Version, [.. standing.OrderBy(version => version.Id, StringComparer.Ordinal)]);
    }

    /// <summary>One definition; null where there is none, or not that version.</summary>
    public async Task<DefinitionVersion?> FindAsync(DefinitionQuery query, CancellationToken cancellationToken)
    {
        var (manifest, _) = await ReadAsync(query.StoreId, Kind(query.Kind), cancellationToken);
        if (!manifest.Entries.TryGetValue(query.Id ?? "", out var entry) || (query.Version is null && entry.Deleted))
        {
            return null;
        }

        await foreach (var version in BackAsync(entry.Key, MostVersionsBack, cancellationToken))
        {
            if (query.Version is null || version.Version == query.Version)
            {
                return version;
            }
        }

        return null;
    }

    /// <summary>The versions of one definition with what each changed, or the newest changes of all of a kind. Null where the one was never there.</summary>
    public async Task<DefinitionList?> HistoryAsync(DefinitionQuery query, CancellationToken cancellationToken)
    {
        var (manifest, _) = await ReadAsync(query.StoreId, Kind(query.Kind), cancellationToken);
        var limit = query.Limit ?? UsualHistory;
        if (query.Id is null)
        {
            return new DefinitionList(manifest.Version, [.. manifest.Recent.Take(limit)]);
        }

        if (!manifest.Entries.TryGetValue(query.Id, out var entry))
        {
            return null;
        }

        List<DefinitionVersion> versions = [];
        await foreach (var version in BackAsync(entry.Key, limit + 1, cancellationToken))
        {
            versions.Add(version);
        }

        return new DefinitionList(
            manifest.Version,
            [.. versions.Take(limit).Select((version, i) => version with { Changes = JsonDifference.Between(i + 1 < versions.Count ? versions[i + 1].Definition : null, version.Definition) })]);
    }

    public async Task<DefinitionReply> ChangeAsync(DefinitionChange change, CancellationToken cancellationToken)
    {
        var kind = Kind(change.Kind);
        var id = change.Id ?? throw new ProblemException(Problem.OfField(StatusCodes.Status400BadRequest, "id", "is missing; name the definition"));
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (manifest, etag) = await ReadAsync(change.StoreId, kind, cancellationToken);
            var standing = await StandingAsync(manifest, cancellationToken);
            var current = standing.FirstOrDefault(version => version.Id == id);
            if (change.Body is null && current is null)
            {
                return new DefinitionReply { Missing = true };
            }

            if (change.Body is { } same && current?.Definition is { } stands && JsonElement.DeepEquals(same, stands))
            {
                return new DefinitionReply { Current = current }; // Put again: nothing changes, whoever lost the first answer has it now.
            }

            if (IsConflict(change, current))
            {
                return new DefinitionReply { Current = current, Conflict = true };
            }

            if (change.Body is { } body && Refusal(kind, id, body, standing, manifest) is { } refusal)
            {
                return refusal with { Current = current };
            }

            if (await CommitAsync(change, id, manifest, etag, cancellationToken) is { } written)
            {
                await copies.LookAsync(cancellationToken);
                await broadcast.TellAsync(new DefinitionsChanged(change.StoreId, change.Kind, manifest.Version + 1), cancellationToken);
                return new DefinitionReply { Current = written };
            }
        }

        throw new StateUnavailableException(new TimeoutException("The definitions kept changing, or could not be written."));
    }

    /// <summary>What putting a definition would do, without doing it.</summary>
    public async Task<DefinitionReply> ValidateAsync(DefinitionChange change, CancellationToken cancellationToken)
    {
        const string unnamed = "(new)";
        var kind = Kind(change.Kind);
        var body = change.Body ?? throw new ProblemException(Problem.OfField(StatusCodes.Status400BadRequest, "body", "is missing; send the definition"));
        var (manifest, _) = await ReadAsync(change.StoreId, kind, cancellationToken);
        var standing = await StandingAsync(manifest, cancellationToken);
        var id = change.Id ?? unnamed;
        var current = standing.FirstOrDefault(version => version.Id == id);
        var reply = (Refusal(kind, id, body, standing, manifest) ?? new DefinitionReply()) with { Current = current, Changes = JsonDifference.Between(current?.Definition, body) };
        if (change.Trial is null || reply.Errors.Count > 0)
        {
            return reply;
        }

        var before = Bodies(standing);
        return reply with { Before = kind.Try(change.Trial, before), After = kind.Try(change.Trial, new Dictionary<string, JsonElement>(before, StringComparer.Ordinal) { [id] = body }) };
    }

    private static bool IsConflict(DefinitionChange change, DefinitionVersion? current) =>
        change.Anyway ? current is null : change.Expected is { } expected ? expected != (current?.Version ?? 0) : current is not null && change.Body is not null;

    private static Dictionary<string, JsonElement> Bodies(IReadOnlyList<DefinitionVersion> standing) =>
        standing.Where(version => version.Definition is not null).ToDictionary(version => version.Id, version => version.Definition!.Value, StringComparer.Ordinal);

    private static DefinitionReply? Refusal(IDefinitionKind kind, string id, JsonElement body, IReadOnlyList<DefinitionVersion> standing, DefinitionManifest manifest)
    {
        var faults = new DefinitionFaults();
        var others = Bodies(standing);
        faults.Require(others.ContainsKey(id) || others.Count < kind.Most, "id", $"would be definition {kind.Most + 1} of its kind; delete another one first");
        faults.Require(manifest.Entries.ContainsKey(id) || manifest.Entries.Count < MostEntries, "id", $"would be id {MostEntries + 1} that was ever used; take one that was");
        faults.Require(body.GetRawText().Length <= MostBytes, "body", $"is longer than {MostBytes} characters; say less");
        others.Remove(id);
        kind.Check(id, body, others, faults);
        return faults.Any ? new DefinitionReply { Errors = faults.ToErrors() } : null;
    }

    private async Task<DefinitionVersion?> CommitAsync(DefinitionChange change, string id, DefinitionManifest manifest, string etag, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var before = manifest.Entries.GetValueOrDefault(id);
        var version = new DefinitionVersion
        {
            Id = id,
            Version = (before?.Version ?? 0) + 1,
            UpdatedAt = now,
            UpdatedBy = change.By,
            Deleted = change.Body is null ? true : null,
            Definition = change.Body,
        };

        // A name that nobody else can choose: where a store does not roll back, what a loser wrote must not stand for the winner.
        var key = StateKeys.Definition(change.Kind, change.StoreId, id, version.Version, Guid.CreateVersion7(now));
        var (index, indexETag) = await state.GetAsync(StateKeys.Definitions, StateJson.Default.DefinitionIndex, cancellationToken);
        var changed = manifest with
        {
            Version = manifest.Version + 1,
            Entries = new Dictionary<string, DefinitionEntry>(manifest.Entries, StringComparer.Ordinal) { [id] = new DefinitionEntry(version.Version, key, change.Body is null) },
            Recent = [version with { Definition = null }, .. manifest.Recent.Take(MostRecent - 1)],
        };
        var versions = new Dictionary<string, long>(index?.Versions ?? new Dictionary<string, long>(), StringComparer.Ordinal) { [$"{change.Kind}:{change.StoreId}"] = changed.Version };
        var isWritten = await state.TryCommitAsync(
            [
                StateWrite.Of(key, new DefinitionRecord(version, before?.Key), StateJson.Default.DefinitionRecord, "", null),
                StateWrite.Of(StateKeys.DefinitionSet(change.Kind, change.StoreId), changed, StateJson.Default.DefinitionManifest, etag, null),
                StateWrite.Of(StateKeys.Definitions, new DefinitionIndex(versions), StateJson.Default.DefinitionIndex, indexETag, null),
            ],
            cancellationToken);
        return isWritten ? version : null;
    }

    private async Task<(DefinitionManifest Manifest, string ETag)> ReadAsync(string store, IDefinitionKind kind, CancellationToken cancellationToken)
    {
        var (manifest, etag) = await state.GetAsync(StateKeys.DefinitionSet(kind.Name, store), StateJson.Default.DefinitionManifest, cancellationToken);
        return (manifest ?? new DefinitionManifest(), etag);
    }

    private async Task<IReadOnlyList<DefinitionVersion>> StandingAsync(DefinitionManifest manifest, CancellationToken cancellationToken)
    {
        string[] keys = [.. manifest.Entries.Values.Where(entry => !entry.Deleted).Select(entry => entry.Key)];
        return [.. (await state.GetManyAsync(keys, StateJson.Default.DefinitionRecord, cancellationToken)).Where(read => read.Value is not null).Select(read => read.Value!.Version)];
    }

    /// <summary>The versions of one definition, the newest first.</summary>
    private async IAsyncEnumerable<DefinitionVersion> BackAsync(string key, int most, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? at = key; at is not null && most > 0; most--)
        {
            var (record, _) = await state.GetAsync(at, StateJson.Default.DefinitionRecord, cancellationToken);
            if (record is null)
            {
                yield break;
            }

            yield return record.Version;
            at = record.Previous;
        }
    }

    private IDefinitionKind Kind(string name) => _kinds.TryGetValue(name, out var kind)
        ? kind
        : throw new ProblemException(Problem.OfField(StatusCodes.Status400BadRequest, "kind", $"is unknown; send one of {string.Join(", ", _kinds.Keys.Order(StringComparer.Ordinal))}"));
}
