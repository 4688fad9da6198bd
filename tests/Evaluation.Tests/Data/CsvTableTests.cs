using System.IO.Compression;
using Personalization.Evaluation.Data;

namespace Personalization.Evaluation.Tests.Data;

public sealed class CsvTableTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.csv.gz");

    [Fact]
    public void Read_QuotesLinesAndOrderOfColumns_AreKept()
    {
        Write("a,b,c\r\n1,\"x, \"\"y\"\"\nz\",3\n4,,6");

        CsvTable.Read(_file, "c", "b").ShouldBe([["3", "x, \"y\"\nz"], ["6", ""]]);
    }

    [Fact]
    public void Read_AbsentColumn_IsNamed()
    {
        Write("a,b\n1,2\n");

        Should.Throw<InvalidDataException>(() => CsvTable.Read(_file, "a", "zebra").ToList()).Message.ShouldContain("zebra");
    }

    public void Dispose() => File.Delete(_file);

    private void Write(string text)
    {
        using var writer = new StreamWriter(new GZipStream(File.Create(_file), CompressionLevel.Fastest));
        writer.Write(text);
    }
}
