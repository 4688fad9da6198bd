using Personalization.Local.Logs;

namespace Personalization.Local.Tests.Logs;

public sealed class SeverityReaderTests
{
    [Theory]
    [InlineData("info: Service[1]", 0)]
    [InlineData("12:00:00.123 info: Service[1] warned nobody", 0)]
    [InlineData("warn: Service[2]", 1)]
    [InlineData("12:00:00.123 warn: Service[2] late", 1)]
    [InlineData("12:00:00.123 fail: Service[3] gone", 2)]
    [InlineData("crit: Service[4]", 2)]
    [InlineData("time=\"2026-01-01T00:00:00Z\" level=warning msg=\"x\"", 1)]
    [InlineData("time=\"2026-01-01T00:00:00Z\" level=fatal msg=\"x\"", 2)]
    [InlineData("{\"EventId\":1,\"LogLevel\":\"Error\"}", 2)]
    public void Read_OneLine_TellsItsSeverity(string line, int expected) =>
        ((int)new SeverityReader().Read(line)).ShouldBe(expected);

    [Fact]
    public void Read_AnIndentedLine_BelongsToTheOneBefore()
    {
        var reader = new SeverityReader();
        reader.Read("fail: Service[3]");

        reader.Read("      at Service.Work()").ShouldBe(LogSeverity.Error);
        reader.Read("info: Service[1]").ShouldBe(LogSeverity.Information);
        reader.Read("      fine").ShouldBe(LogSeverity.Information);
    }
}
