using Personalization.Local.Logs;
using Personalization.Local.Tests.Running;

namespace Personalization.Local.Tests.Logs;

public sealed class ServiceLogTests
{
    [Fact]
    public void Open_AFileOfAnEarlierRun_IsKeptAsNumberOne()
    {
        using var folder = new TestFolder();
        foreach (var text in (string[])["first", "second", "third"])
        {
            using var log = new ServiceLog(folder.Data, "a");
            log.Write(text);
        }

        File.ReadAllText(Path.Combine(folder.Data, "a.log")).ShouldContain("third");
        File.ReadAllText(Path.Combine(folder.Data, "a.log.1")).ShouldContain("second");
        File.ReadAllText(Path.Combine(folder.Data, "a.log.2")).ShouldContain("first");
    }

    [Fact]
    public void Tail_ManyLines_KeepsTheNewest()
    {
        using var folder = new TestFolder();
        using var log = new ServiceLog(folder.Data, "a");
        for (var number = 0; number < 50; number++)
        {
            log.Write($"line {number}");
        }

        log.Tail.Count.ShouldBe(20);
        log.Tail[^1].ShouldBe("line 49");
    }
}
