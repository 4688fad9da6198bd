using System.Net;

namespace Personalization.Sidecar.Hosting;

/// <summary>An address of <c>--dapr-listen-addresses</c>.</summary>
internal static class ListenAddress
{
    public static IPAddress Parse(string text) => text is "localhost" ? IPAddress.Loopback : IPAddress.Parse(text.Trim('[', ']'));
}
