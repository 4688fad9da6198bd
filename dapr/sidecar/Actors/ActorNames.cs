using System.Buffers;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Http;
using Personalization.Sidecar.State;

namespace Personalization.Sidecar.Actors;

/// <summary>What types, ids, methods and names may be called.</summary>
internal static class ActorNames
{
    private const string ReservedPrefix = "dapr.internal.";
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("#?/\\");

    /// <summary>The actor that a request's path names.</summary>
    /// <exception cref="DaprApiException">400 a name that paths and keys cannot carry; 403 a reserved type.</exception>
    public static ActorKey Key(ApiContext context) => Key(context.Route("type"), context.Route("id"));

    /// <exception cref="DaprApiException">As above.</exception>
    public static ActorKey Key(string type, string id)
    {
        var key = new ActorKey(Check("actor type", type), Check("actor id", id));
        return key.Type.StartsWith(ReservedPrefix, StringComparison.OrdinalIgnoreCase)
            ? throw new DaprApiException(StatusCodes.Status403Forbidden, ActorErrorCodes.TypeReserved, $"actor type '{key.Type}' is reserved")
            : key;
    }

    /// <exception cref="DaprApiException">400.</exception>
    public static string Check(string what, string name)
    {
        if (name is "" or "." or ".." || name.AsSpan().ContainsAny(Forbidden) || name.Contains(KeyPrefix.Separator, StringComparison.Ordinal) || name.Any(char.IsControl))
        {
            throw new DaprApiException(
                StatusCodes.Status400BadRequest,
                ErrorCodes.MalformedRequest,
                $"{what} '{name}' is empty, '.', '..', or contains one of # ? / \\ || or a control character");
        }

        return name;
    }
}
