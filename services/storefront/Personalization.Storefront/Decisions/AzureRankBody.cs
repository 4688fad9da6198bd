using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Personalization.Decisions.Contracts;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Decisions;

/// <summary>The body of Azure Personalizer's `rank`, read and found right.</summary>
public sealed record AzureRankBody
{
    /// <summary>As the retired service allowed.</summary>
    private const int MostActions = 50;

    private const int ContextField = 0, ActionsField = 1, ExcludedField = 2, EventIdField = 3, DeferField = 4;

    private static readonly FieldNames Names = new("contextFeatures", "actions", "excludedActions", "eventId", "deferActivation");

    private static readonly FieldNames ActionNames = new("id", "features");

    public IReadOnlyList<NamedValue>? Context { get; init; }

    /// <summary>Every action, in its order.</summary>
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>Those that are not excluded, at least one.</summary>
    public required IReadOnlyList<DecideItem> Offered { get; init; }

    public string? EventId { get; init; }

    public bool Deferred { get; init; }

    public required string Digest { get; init; }

    /// <summary>Null when a fault was noted.</summary>
    public static AzureRankBody? Read(JsonElement body, Faults faults)
    {
        if (!JsonText.Check(body, "", faults) || JsonFields.Open(body, Names, "", faults) is not { } fields)
        {
            return null;
        }

        List<DecideItem> actions = [];
        foreach (var (index, element) in fields.Elements(ActionsField, MostActions, "actions").Index())
        {
            if (JsonFields.Open(element, ActionNames, $"actions[{index}]", faults) is not { } action)
            {
                continue;
            }

            if (!action.Has(0))
            {
                action.Fault(0, "is missing; send the action's id");
            }
            else if (action.Id(0) is { } id)
            {
                if (actions.Exists(known => known.Id == id))
                {
                    action.Fault(0, "stands twice; send each action once");
                }

                actions.Add(new DecideItem { Id = id, Features = FeatureBag.ReadMany(action.Raw(1), $"actions[{index}].features", faults) });
            }
        }

        var excluded = fields.Ids(ExcludedField, MostActions).ToHashSet(StringComparer.Ordinal);
        DecideItem[] offered = [.. actions.Where(action => !excluded.Contains(action.Id))];
        if (offered.Length == 0 && !faults.Any)
        {
            fields.Fault(ActionsField, "leave nothing to choose from; send at least one that is not excluded");
        }

        var context = FeatureBag.ReadMany(fields.Raw(ContextField), "contextFeatures", faults);
        var eventId = fields.Id(EventIdField);
        var deferred = fields.Boolean(DeferField) ?? false;
        return faults.Any
            ? null
            : new AzureRankBody
            {
                Context = context,
                Actions = [.. actions.Select(action => action.Id)],
                Offered = offered,
                EventId = eventId,
                Deferred = deferred,
                Digest = Convert.ToHexStringLower(SHA256.HashData(JsonMarshal.GetRawUtf8Value(body)).AsSpan(0, 16)),
            };
    }
}
