using System.Globalization;

namespace Personalization.Load.Servers;

/// <summary>The port on a server's command line.</summary>
internal static class ServerPort
{
    private const string Option = "--port";

    public static string[] Arguments(int port, string option = Option) => [option, port.ToString(CultureInfo.InvariantCulture)];

    public static int Of(string[] args) => Find(args, Option) ?? throw new ArgumentException($"{Option} is missing");

    /// <returns>Null when the command line does not name such a port.</returns>
    public static int? Find(string[] args, string option) =>
        Array.IndexOf(args, option) is >= 0 and var place ? int.Parse(args[place + 1], CultureInfo.InvariantCulture) : null;
}
