namespace Personalization.Load.Clients;

/// <summary>A call of the SDK's client.</summary>
internal enum ClientCall
{
    /// <summary>Reads a key.</summary>
    State,

    /// <summary>Publishes an event.</summary>
    Publish,
}
