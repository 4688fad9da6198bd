using System.Text;
using Personalization.Load.Client;

namespace Personalization.Load.Tests.Client;

public sealed class AnswerReaderTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: x\r\ncontent-length: 3\r\n\r\nabc", 200)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", 204)]
    [InlineData("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n", 500)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1a\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n", 200)]
    public void TryRead_WholeAnswer_IsFoundAtItsLastByteAndNotBefore(string answer, int expected)
    {
        var bytes = Encoding.UTF8.GetBytes(answer);

        AnswerReader.TryRead(bytes, out var status).ShouldBeTrue();
        status.ShouldBe(expected);
        for (var length = 0; length < bytes.Length; length++)
        {
            AnswerReader.TryRead(bytes.AsSpan(0, length), out _).ShouldBeFalse($"{length} of {bytes.Length} bytes");
        }
    }

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: x\r\n\r\n")]
    public void TryRead_NoEndToBeFound_Throws(string answer) =>
        Should.Throw<InvalidDataException>(() => AnswerReader.TryRead(Encoding.UTF8.GetBytes(answer), out _));
}
