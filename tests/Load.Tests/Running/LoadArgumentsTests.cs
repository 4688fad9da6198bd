using Personalization.Load.Running;

namespace Personalization.Load.Tests.Running;

public sealed class LoadArgumentsTests
{
    [Fact]
    public void TryParse_NamesAndOptions_AreRead()
    {
        LoadArguments.TryParse(["bare-kestrel", "--seconds", "2", "--rounds", "1"], out var arguments, out _).ShouldBeTrue();

        arguments!.Measures.Single().Name.ShouldBe("bare-kestrel");
        arguments.Duration.ShouldBe(TimeSpan.FromSeconds(2));
        arguments.Rounds.ShouldBe(1);
    }

    [Theory]
    [InlineData("no measure is named")]
    [InlineData("there is no measure 'nothing'", "nothing")]
    [InlineData("there is no option --data", "all", "--data", "x")]
    [InlineData("--seconds needs a value", "all", "--seconds")]
    [InlineData("--rounds needs a whole number above zero, not '0'", "all", "--rounds", "0")]
    public void TryParse_WhatCannotBe_IsSaid(string expected, params string[] args)
    {
        LoadArguments.TryParse(args, out _, out var problem).ShouldBeFalse();
        problem.ShouldBe(expected);
    }
}
