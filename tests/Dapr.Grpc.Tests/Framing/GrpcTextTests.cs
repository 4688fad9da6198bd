using Personalization.Grpc.Framing;

namespace Personalization.Grpc.Tests.Framing;

public sealed class GrpcTextTests
{
    [Theory]
    [InlineData("plain text!", "plain text!")]
    [InlineData("100 %", "100 %25")]
    [InlineData("Größe\n", "Gr%C3%B6%C3%9Fe%0A")]
    [InlineData("😀", "%F0%9F%98%80")]
    public void Encode_Text_IsPercentEncodedUtf8(string text, string encoded)
    {
        GrpcText.Encode(text).ShouldBe(encoded);
        GrpcText.Decode(encoded).ShouldBe(text);
    }

    [Theory]
    [InlineData("50%", "50%")]
    [InlineData("%zz and %41", "%zz and A")]
    public void Decode_BadEncoding_IsKept(string encoded, string text) => GrpcText.Decode(encoded).ShouldBe(text);

    [Fact]
    public void Encode_LongText_IsCutBetweenCharacters()
    {
        var decoded = GrpcText.Decode(GrpcText.Encode(string.Concat("x", new string('ß', 5000))));

        decoded.Length.ShouldBeInRange(2000, 2100);
        decoded.ShouldEndWith("ß");
    }
}
