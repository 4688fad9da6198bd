using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Personalization.Sidecar.Tests.Invocation;

/// <summary>The same over HTTP/2: all calls on few connections.</summary>
public sealed class H2cInvocationTests : InvocationTests
{
    protected override HttpProtocols Spoken => HttpProtocols.Http2;
}
