using System.Collections.Concurrent;
using System.Text.Json;
using Personalization.Decisions.Api.Definitions;
using Personalization.Decisions.Content;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Definitions;

namespace Personalization.Decisions.Api.Content;

/// <summary>Content and offers (R5.5), and what is shown of them in this process.</summary>
internal sealed partial class ContentKind(ILogger<ContentKind> logger) : IDefinitionKind
{
    private readonly ConcurrentDictionary<string, ContentSet> _sets = [];

    public string Name => DefinitionKinds.Content;

    public int Most => 1_000;

    public ContentSet Of(string store) => _sets.GetValueOrDefault(store, ContentSet.Empty);

    public void Check(string id, JsonElement body, IReadOnlyDictionary<string, JsonElement> others, DefinitionFaults faults)
    {
        if (DefinitionText.Read(body, DecisionsJson.Default.ContentDefinition, faults) is { } definition)
        {
            ContentPiece.Read(id, 0, definition, faults);
        }
    }

    public IReadOnlyList<TriedItem>? Try(DecideRequest trial, IReadOnlyDictionary<string, JsonElement> definitions) => null;

    public void Publish(string store, IReadOnlyDictionary<string, DefinitionVersion> definitions)
    {
        List<ContentPiece> contents = [];
        foreach (var version in definitions.Values.Where(version => version.Definition is not null))
        {
            if (DefinitionText.Read(version.Definition!.Value, DecisionsJson.Default.ContentDefinition, new DefinitionFaults()) is { } definition
                && ContentPiece.Read(version.Id, version.Version, definition, new DefinitionFaults()) is { } content)
            {
                contents.Add(content);
            }
            else
            {
                LogLeftOut(version.Id);
            }
        }

        _sets[store] = new ContentSet(contents);
    }

    [LoggerMessage(EventId = EventIds.ContentLeftOut, Level = LogLevel.Error, Message = "Content {Id} stands and cannot be read by this version; it is not shown")]
    private partial void LogLeftOut(string id);
}
