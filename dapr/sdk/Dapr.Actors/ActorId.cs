using System.Text.Json.Serialization;

namespace Dapr.Actors;

/// <summary>Names one actor within its type. Ids that differ in letter case only are equal here, but are different actors to the sidecar.</summary>
[JsonConverter(typeof(ActorIdJsonConverter))]
public class ActorId
{
    private readonly string _id;

    /// <summary>Creates an id from text, which must not be empty or blank.</summary>
    public ActorId(string id)
    {
        if (string.IsNullOrWhiteSpace(id))
        {
            throw new ArgumentException("The value cannot be null, empty or white spaces.", nameof(id));
        }

        _id = id;
    }

    /// <summary>Whether two ids are equal, ignoring letter case.</summary>
    public static bool operator ==(ActorId? id1, ActorId? id2) => id1 is null ? id2 is null : id1.Equals(id2);

    /// <summary>Whether two ids differ, ignoring letter case.</summary>
    public static bool operator !=(ActorId? id1, ActorId? id2) => !(id1 == id2);

    /// <summary>Creates an id that no other actor has.</summary>
    public static ActorId CreateRandom() => new(Guid.NewGuid().ToString());

    /// <summary>The text of the id.</summary>
    public string GetId() => _id;

    /// <inheritdoc/>
    public override string ToString() => _id;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(_id);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ActorId other && obj.GetType() == typeof(ActorId) && Equals(other);

    /// <summary>Whether this id equals another, ignoring letter case.</summary>
    public bool Equals(ActorId? other) => other is not null && string.Equals(_id, other._id, StringComparison.OrdinalIgnoreCase);

    /// <summary>Orders ids as text, ignoring letter case.</summary>
    public int CompareTo(ActorId? other) => other is null ? 1 : string.Compare(_id, other._id, StringComparison.OrdinalIgnoreCase);
}
