using Personalization.Discovery.Catalogue;
using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Imports;

/// <summary>Applies one body to a catalogue: a first pass learns the columns, a second reads the products.</summary>
public static class CatalogueImport
{
    /// <summary>Faults that are kept; all are counted.</summary>
    public const int MaxFaults = 1000;

    /// <param name="open">Opens the body from its start; called twice.</param>
    /// <param name="format">Its shape.</param>
    /// <param name="map">What its columns mean.</param>
    /// <param name="replace">True: products that it does not name go out of stock.</param>
    /// <param name="draft">The catalogue; changed in place.</param>
    /// <param name="progress">Told the rows read so far, now and then.</param>
    /// <param name="cancellationToken">Stops the import; the draft is then to be thrown away.</param>
    public static async Task<ImportOutcome> ApplyAsync(
        Func<Stream> open, ImportFormat format, ColumnMap map, bool replace, CatalogueDraft draft, Action<long>? progress, CancellationToken cancellationToken)
    {
        var columns = new ColumnStatistics(map);
        await using (var first = open())
        {
            await foreach (var row in RowReader.ReadAsync(first, format, cancellationToken))
            {
                columns.Add(row);
            }
        }

        var reader = new ProductReader(columns);
        var outcome = new ImportOutcome();
        outcome.Faults.AddRange(columns.Faults().Take(MaxFaults));
        await using var second = open();
        await foreach (var row in RowReader.ReadAsync(second, format, cancellationToken))
        {
            outcome.Read++;
            if (outcome.Read % 1000 == 0)
            {
                progress?.Invoke(outcome.Read);
            }

            if (columns.MissesMappedId)
            {
                // Told once, above: made-up ids would be a second catalogue beside the first.
                outcome.Rejected++;
                continue;
            }

            if (reader.Read(row, out var fault) is { } entry)
            {
                _ = draft.Upsert(entry) ? outcome.Changed++ : outcome.Unchanged++;
                continue;
            }

            outcome.Rejected++;
            if (outcome.Faults.Count < MaxFaults)
            {
                outcome.Faults.Add(fault!);
            }
        }

        // A body without one good product is more likely broken than a wish to empty the shop.
        if (replace && outcome.Changed + outcome.Unchanged > 0)
        {
            outcome.Retired = draft.RetireUnseen();
        }

        return outcome;
    }
}
