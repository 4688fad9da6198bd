namespace Personalization.Sidecar.Telemetry;

/// <summary>What a sidecar does with a component.</summary>
internal enum ComponentActivity
{
    /// <summary>Reads or writes state.</summary>
    State,

    /// <summary>Publishes.</summary>
    PubSubEgress,

    /// <summary>Hands a message to the app.</summary>
    PubSubIngress,

    /// <summary>Calls an output binding for the app.</summary>
    OutputBinding,

    /// <summary>Hands an input binding's event to the app.</summary>
    InputBinding,

    /// <summary>Reads secrets.</summary>
    Secret,

    /// <summary>Reads configuration.</summary>
    Configuration,
}
