using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Personalization.Hosting.Listeners;

/// <summary>Marks listeners and tells by which one a request came, whatever port it got.</summary>
public static class ListenerExtensions
{
    public static ListenOptions Mark(this ListenOptions listen, ListenerKind kind)
    {
        var mark = new ListenerMark(kind);
        listen.Use(next => connection =>
        {
            connection.Features.Set(mark);
            return next(connection);
        });
        return listen;
    }

    /// <summary>The listener of the request; <see cref="ListenerKind.App"/> where none was marked (in-process tests).</summary>
    public static ListenerKind Listener(this HttpContext context) =>
        context.Features.Get<ListenerMark>()?.Kind ?? ListenerKind.App;

    private sealed record ListenerMark(ListenerKind Kind);
}
