using Personalization.Local.CommandLine;

namespace Personalization.Local.Tests.CommandLine;

public sealed class LocalCommandLineTests
{
    [Theory]
    [InlineData("--port abc", "--port abc is no port")]
    [InlineData("--port 65536", "--port 65536 is no port")]
    [InlineData("--port=-1", "--port -1 is no port")]
    [InlineData("--timeout 0", "--timeout 0 is no time")]
    [InlineData("--timeout soon", "--timeout soon is no time")]
    [InlineData("--log-level Loud", "--log-level Loud is no level; give one of Trace, Debug")]
    [InlineData("--services ,", "--services names no service")]
    [InlineData("--replicas profiles=0", "--replicas profiles=0: give a service and a number from 1 to 8")]
    public void Parse_WrongOption_SaysWhatWouldBeRight(string arguments, string told)
    {
        var parsed = LocalCommandLine.Create((_, _) => Task.FromResult(0)).Parse(arguments.Split(' '));

        // The options are the process's own: each command line that is made adds its checks to them.
        parsed.Errors.Select(error => error.Message).Distinct().ShouldHaveSingleItem().ShouldStartWith(told);
    }

    [Fact]
    public async Task Invoke_RightOptions_ReachTheLauncher()
    {
        LocalOptions? read = null;
        var command = LocalCommandLine.Create((options, _) =>
        {
            read = options;
            return Task.FromResult(0);
        });

        await command.Parse(["--port", "0", "--timeout", "7", "--log-level", "debug", "--services", "storefront, profiles"]).InvokeAsync();

        read.ShouldNotBeNull();
        read.PublicPort.ShouldBe(0);
        read.StartTimeout.ShouldBe(TimeSpan.FromSeconds(7));
        read.LogLevel.ShouldBe("debug");
        read.Services.ShouldBe(["storefront", "profiles"]);
    }
}
