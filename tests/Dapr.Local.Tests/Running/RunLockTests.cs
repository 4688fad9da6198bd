using Personalization.Local.Running;

namespace Personalization.Local.Tests.Running;

public sealed class RunLockTests
{
    [Fact]
    public void Take_WhereNoFolderCanBe_SaysWhatToDo()
    {
        var file = Path.GetTempFileName();
        try
        {
            Should.Throw<LauncherException>(() => RunLock.Take(Path.Combine(file, "run"))).Message.ShouldContain("--data DIR");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
