namespace Personalization.Sidecar.Actors;

/// <summary>One actor.</summary>
internal readonly record struct ActorKey(string Type, string Id)
{
    public override string ToString() => $"{Type}||{Id}";
}
