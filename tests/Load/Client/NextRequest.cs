namespace Personalization.Load.Client;

/// <summary>Gives the bytes of the next request, head and body. Called on the client's thread only; the bytes are sent before the next call.</summary>
/// <param name="due">When the call falls due or is sent; a timestamp of <see cref="System.Diagnostics.Stopwatch"/>, which all processes of a machine share.</param>
public delegate ReadOnlyMemory<byte> NextRequest(long due);
