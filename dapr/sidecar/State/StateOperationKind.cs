namespace Personalization.Sidecar.State;

/// <summary>What a <see cref="StateOperation"/> does.</summary>
internal enum StateOperationKind
{
    Upsert,
    Delete,
}
