using Personalization.Local.Building;
using Personalization.Local.Tests.Running;

namespace Personalization.Local.Tests.Building;

public sealed class SourceFingerprintTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public SourceFingerprintTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Data, "inner", "obj"));
        File.WriteAllText(Path.Combine(_folder.Data, "inner", "a.cs"), "one");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Compute_NothingChanged_IsTheSame() => Compute().ShouldBe(Compute());

    [Fact]
    public void Compute_AFileIsAddedOrRemoved_Differs()
    {
        var before = Compute();
        var added = Path.Combine(_folder.Data, "inner", "b.cs");
        File.WriteAllText(added, "two");
        var with = Compute();
        File.Delete(added);

        with.ShouldNotBe(before);
        Compute().ShouldBe(before);
    }

    [Fact]
    public void Compute_BuildOutputChanges_IsTheSame()
    {
        var before = Compute();
        File.WriteAllText(Path.Combine(_folder.Data, "inner", "obj", "generated.cs"), "x");

        Compute().ShouldBe(before);
    }

    private string Compute() => SourceFingerprint.Compute([_folder.Data], "salt", name => name.EndsWith(".cs", StringComparison.Ordinal));
}
