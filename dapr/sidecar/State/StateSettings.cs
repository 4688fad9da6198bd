using Personalization.Sidecar.Components;

namespace Personalization.Sidecar.State;

/// <summary>The metadata fields every state component has.</summary>
internal sealed record StateSettings(bool IsActorStateStore, KeyPrefix KeyPrefix)
{
    private const string ActorStateStoreField = "actorStateStore";
    private const string KeyPrefixField = "keyPrefix";

    public static IReadOnlyCollection<string> Fields { get; } = [ActorStateStoreField, KeyPrefixField];

    public static StateSettings Read(ComponentSettings settings, ComponentContext context) => new(
        settings.Flag(ActorStateStoreField),
        KeyPrefix.From(settings.Text(KeyPrefixField), context.AppId, context.Namespace, settings.Name));
}
