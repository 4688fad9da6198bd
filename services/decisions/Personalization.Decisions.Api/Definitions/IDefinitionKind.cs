using System.Text.Json;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Definitions;

namespace Personalization.Decisions.Api.Definitions;

/// <summary>One kind of definition: what may be put, and who works with what stands. The store of definitions knows no more of it.</summary>
internal interface IDefinitionKind
{
    /// <summary>One of <see cref="DefinitionKinds"/>.</summary>
    string Name { get; }

    /// <summary>Definitions of one store that may stand.</summary>
    int Most { get; }

    /// <summary>Notes everything that is wrong with a definition, alone and beside the others.</summary>
    void Check(string id, JsonElement body, IReadOnlyDictionary<string, JsonElement> others, DefinitionFaults faults);

    /// <summary>What definitions make of a call; null where this kind has nothing to try.</summary>
    IReadOnlyList<TriedItem>? Try(DecideRequest trial, IReadOnlyDictionary<string, JsonElement> definitions);

    /// <summary>From now on these stand, in this process.</summary>
    void Publish(string store, IReadOnlyDictionary<string, DefinitionVersion> definitions);
}
