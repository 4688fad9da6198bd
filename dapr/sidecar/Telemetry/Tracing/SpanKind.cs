namespace Personalization.Sidecar.Telemetry.Tracing;

/// <summary>Which side of a call a span is; the numbers are OTLP's.</summary>
internal enum SpanKind
{
    /// <summary>Answers a call.</summary>
    Server = 2,

    /// <summary>Makes a call.</summary>
    Client = 3,

    /// <summary>Gives a message to a broker.</summary>
    Producer = 4,

    /// <summary>Hands over a message of a broker.</summary>
    Consumer = 5,
}
