namespace Personalization.Load.Servers;

/// <summary>A server that a measure needs, as a process of its own: this program again, with <c>serve NAME --port N</c>.</summary>
internal interface IServerRole
{
    string Name { get; }

    /// <summary>Serves until SIGTERM.</summary>
    /// <param name="args">What follows the name.</param>
    Task RunAsync(string[] args);
}
