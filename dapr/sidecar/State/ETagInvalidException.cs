using Personalization.Sidecar.Resiliency;

namespace Personalization.Sidecar.State;

/// <summary>The etag cannot have come from this store.</summary>
internal sealed class ETagInvalidException(string etag) : Exception($"invalid etag value: '{etag}' was not issued by this store"), IPermanentFailure;
