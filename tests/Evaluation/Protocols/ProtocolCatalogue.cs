using System.Diagnostics.CodeAnalysis;
using Personalization.Evaluation.Attributes;
using Personalization.Evaluation.Bandits;
using Personalization.Evaluation.Habits;
using Personalization.Evaluation.NextBasket;
using Personalization.Evaluation.OffPolicy;
using Personalization.Evaluation.PersonalRank;
using Personalization.Evaluation.Searching;
using Personalization.Evaluation.Together;

namespace Personalization.Evaluation.Protocols;

/// <summary>The protocols there are.</summary>
public static class ProtocolCatalogue
{
    private static readonly IProtocol[] All = [new NextBasketProtocol(), new NextOrderProtocol(), new CompleteBasketProtocol(), new AssociationRulesProtocol(), new ReorderGapProtocol(), new QuantityProtocol(), new UnseenItemProtocol(), new SearchRelevanceProtocol(), new AttributeInferenceProtocol(), new PersonalRankProtocol(), new OpenBanditProtocol(), new VowpalWabbitProtocol(), new BanditProtocol()];

    public static IEnumerable<string> Ids => All.Select(protocol => protocol.Id);

    /// <summary>Those of the ids, each once, in the order of this list; `all` is every one.</summary>
    public static bool TryFind(IReadOnlyCollection<string> ids, out IReadOnlyList<IProtocol> found, [NotNullWhen(false)] out string? problem)
    {
        found = [];
        problem = ids.Count == 0 ? "no protocol is named" : ids.Where(IsUnknown).Select(id => $"there is no protocol '{id}'").FirstOrDefault();
        if (problem is not null)
        {
            return false;
        }

        found = [.. All.Where(protocol => ids.Contains("all") || ids.Contains(protocol.Id, StringComparer.OrdinalIgnoreCase))];
        return true;
    }

    private static bool IsUnknown(string id) => id != "all" && !Ids.Contains(id, StringComparer.OrdinalIgnoreCase);
}
