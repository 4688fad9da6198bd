using System.Globalization;

namespace Personalization.Load.Servers;

/// <summary>The port on a server's command line.</summary>
internal static class ServerPort
{
    private const string Option = "--port";

    public static string[] Arguments(int port) => [Option, port.ToString(CultureInfo.InvariantCulture)];

    public static int Of(string[] args) => int.Parse(args[Array.IndexOf(args, Option) + 1], CultureInfo.InvariantCulture);
}
