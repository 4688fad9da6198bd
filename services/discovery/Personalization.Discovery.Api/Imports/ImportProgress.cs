using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Api.Imports;

/// <summary>How far the import that runs in this process has come; state keeps only what is decided.</summary>
internal sealed class ImportProgress
{
    private volatile Current? _current;

    public void Report(string store, string import, long read) => _current = new Current(store, import, read);

    public void Clear() => _current = null;

    public ImportStatus Overlay(string store, ImportStatus status) =>
        _current is { } current && current.Store == store && current.Import == status.Id && status.State == ImportStates.Running && status.Read < current.Read
            ? status with { Read = current.Read }
            : status;

    private sealed record Current(string Store, string Import, long Read);
}
