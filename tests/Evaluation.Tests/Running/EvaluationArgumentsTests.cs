using Personalization.Evaluation.Running;

namespace Personalization.Evaluation.Tests.Running;

public sealed class EvaluationArgumentsTests
{
    [Fact]
    public void TryParse_ProtocolAndFolders_AreRead()
    {
        EvaluationArguments.TryParse(["p1", "--data", "d", "--dump", "out"], _ => null, out var arguments, out _).ShouldBeTrue();

        arguments!.Protocols.ShouldHaveSingleItem().Id.ShouldBe("P1");
        arguments.Data.ShouldBe("d");
        arguments.Dump.ShouldBe("out");
        arguments.RequireAll.ShouldBeFalse();
    }

    [Fact]
    public void TryParse_All_IsEveryProtocol()
    {
        EvaluationArguments.TryParse(["all"], _ => null, out var arguments, out _).ShouldBeTrue();

        arguments!.Protocols.Select(protocol => protocol.Id).ShouldContain("P1");
    }

    [Fact]
    public void TryParse_NoDataNamed_IsTheEnvironments()
    {
        EvaluationArguments.TryParse(["P1"], name => name == "PERSONALIZATION_DATA" ? "/somewhere" : "1", out var arguments, out _).ShouldBeTrue();

        arguments!.Data.ShouldBe("/somewhere");
        arguments.RequireAll.ShouldBeTrue();
    }

    [Theory]
    [InlineData("no protocol is named")]
    [InlineData("there is no protocol 'X9'", "P1", "X9")]
    [InlineData("--data needs a folder", "P1", "--data")]
    [InlineData("--dump needs a folder", "P1", "--dump")]
    public void TryParse_Nonsense_SaysWhat(string expected, params string[] args)
    {
        EvaluationArguments.TryParse(args, _ => null, out _, out var problem).ShouldBeFalse();

        problem.ShouldBe(expected);
    }
}
