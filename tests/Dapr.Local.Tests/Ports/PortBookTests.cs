using Personalization.Local.Ports;
using Personalization.Local.Tests.Running;

namespace Personalization.Local.Tests.Ports;

public sealed class PortBookTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Book => Path.Combine(_folder.Data, "run", "ports.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Assign_SeveralNames_GivesEachPortOnce()
    {
        var plans = new PortBook(Book, _ => true).Assign(["a", "b", "c"]);

        plans.Values.SelectMany(plan => plan.All).ShouldBeUnique();
    }

    [Fact]
    public void Assign_Again_KeepsPortsAlsoWhenServicesAreAdded()
    {
        var before = new PortBook(Book, _ => true).Assign(["a"])["a"];

        var after = new PortBook(Book, _ => true).Assign(["b", "a"])["a"];

        after.ShouldBe(before);
    }

    [Fact]
    public void Assign_APortIsTakenMeanwhile_ChoosesAnewForThatServiceOnly()
    {
        var before = new PortBook(Book, _ => true).Assign(["a", "b"]);
        var taken = before["a"].DaprHttp;

        var after = new PortBook(Book, port => port != taken).Assign(["a", "b"]);

        after["b"].ShouldBe(before["b"]);
        after.Values.SelectMany(plan => plan.All).ShouldNotContain(taken);
        after.Values.SelectMany(plan => plan.All).ShouldBeUnique();
    }

    [Fact]
    public void Assign_TheBookWasCutShort_ChoosesAnew()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Book)!);
        File.WriteAllText(Book, "{\"a\": {\"app\"");

        new PortBook(Book, _ => true).Assign(["a"])["a"].App.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Assign_NothingIsFree_SaysSo() =>
        Should.Throw<LauncherException>(() => new PortBook(Book, _ => false).Assign(["a"])).Message.ShouldContain("No free port");
}
