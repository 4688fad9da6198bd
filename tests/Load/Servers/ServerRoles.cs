using System.Diagnostics.CodeAnalysis;
using Personalization.Load.Actors;
using Personalization.Load.Invocation;
using Personalization.Load.Kestrel;
using Personalization.Load.PublicApi;
using Personalization.Load.PubSub;

namespace Personalization.Load.Servers;

/// <summary>The servers there are.</summary>
internal static class ServerRoles
{
    public const string Verb = "serve";

    private static readonly IServerRole[] All = [new BareKestrelRole(), new ActorRole(), new HandlerRole(), new RelayRole(), new DecisionFloorRole(), new TrackFloorRole(), new PageFloorRole()];

    /// <summary>Whether the command line asks to be a server.</summary>
    public static bool TryFind(string[] args, [NotNullWhen(true)] out IServerRole? role)
    {
        role = args is [Verb, var name, ..] ? Array.Find(All, known => known.Name == name) : null;
        return role is not null;
    }
}
