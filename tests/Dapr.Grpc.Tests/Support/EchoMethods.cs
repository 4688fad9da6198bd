using Google.Protobuf.WellKnownTypes;

namespace Personalization.Grpc.Tests.Support;

/// <summary>A service with one method of each kind; <c>js/</c> has the same.</summary>
internal static class EchoMethods
{
    /// <summary>Answers with what it got.</summary>
    public static readonly GrpcMethod<StringValue, StringValue> Unary = Of(nameof(Unary));

    /// <summary>Answers as many messages as the text is long, one character each.</summary>
    public static readonly GrpcMethod<StringValue, StringValue> Spell = Of(nameof(Spell));

    /// <summary>Answers each message with itself.</summary>
    public static readonly GrpcMethod<StringValue, StringValue> Duplex = Of(nameof(Duplex));

    /// <summary>Ends with ABORTED and the text it got.</summary>
    public static readonly GrpcMethod<StringValue, StringValue> Fail = Of(nameof(Fail));

    /// <summary>Answers two messages, then ends with NOT_FOUND.</summary>
    public static readonly GrpcMethod<StringValue, StringValue> FailLate = Of(nameof(FailLate));

    /// <summary>Never answers.</summary>
    public static readonly GrpcMethod<StringValue, StringValue> Silent = Of(nameof(Silent));

    /// <summary>A method that the server lacks.</summary>
    public static readonly GrpcMethod<StringValue, StringValue> Missing = Of(nameof(Missing));

    private static GrpcMethod<StringValue, StringValue> Of(string name) => new("test.Echo", name, StringValue.Parser, StringValue.Parser);
}
