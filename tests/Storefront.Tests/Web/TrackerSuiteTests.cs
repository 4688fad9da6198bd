using Personalization.Testing;

namespace Storefront.Tests.Web;

/// <summary>The tracker's own suite, in node, against the files that the build made.</summary>
public sealed class TrackerSuiteTests
{
    [Fact]
    [Trait("req", "R1.6")]
    public async Task Suite_InNode_Passes()
    {
        var folder = Path.Combine(Repository.Root, "services", "storefront", "tracker");

        var output = await Child.OutputAsync(Requires.Binary("node"), ["--test", "--test-reporter=tap", "test/tracker.test.js"], folder);

        int.Parse(output.Split("\n# pass ")[1].Split('\n')[0]).ShouldBeGreaterThanOrEqualTo(30, output);
    }
}
