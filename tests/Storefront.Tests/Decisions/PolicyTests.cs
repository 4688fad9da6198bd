using Personalization.Decisions.Contracts;
using Storefront.Tests.Support;

namespace Storefront.Tests.Decisions;

/// <summary>R5.2: the gate over HTTP.</summary>
public sealed class PolicyTests(StorefrontFixture fixture) : IClassFixture<StorefrontFixture>
{
    private TestStorefront Host => fixture.Host;

    [Fact]
    public async Task Promote_TheLogDoesNotSaySo_IsRefusedWithTheNumbers()
    {
        var answer = await Host.PostAsync("/api/v1/policies/home/promote", """{"algorithm":"linucb"}""");

        answer.Status.ShouldBe(422);
        answer.Fault("gain").ShouldContain("0.01 [-0.02, 0.04]");
        answer.Fault("decisions").ShouldContain("900");
    }

    [Fact]
    public async Task Promote_Passed_IsInForceWithItsShare()
    {
        var answer = await Host.PostAsync("/api/v1/policies/home/promote", """{"algorithm":"linucb","epsilon":0.05,"percent":25}""");

        answer.Status.ShouldBe(200);
        answer.Headers["ETag"].ShouldBe("\"1\"");
        Host.Decisions.LastCommand!.ShouldSatisfyAllConditions(command => command.Percent.ShouldBe(25), command => command.Candidate!.Algorithm.ShouldBe("linucb"), command => command.By.ShouldBe("open door"));
    }

    [Theory]
    [InlineData("ramp", """{}""", 400)]
    [InlineData("ramp", """{"percent":0}""", 400)]
    [InlineData("ramp", """{"percent":50}""", 200)]
    [InlineData("rollback", """{}""", 204)]
    [InlineData("promote", """{"epsilon":7}""", 400)]
    [InlineData("evaluate", """{"features":["age","age"]}""", 400)]
    [InlineData("evaluate", """{"features":["age"],"dimensions":2}""", 200)]
    public async Task Steps_AnswerAsTheContractSays(string step, string body, int status) => (await Host.PostAsync($"/api/v1/policies/home/{step}", body)).Status.ShouldBe(status);

    [Fact]
    public async Task Ramp_NothingPromoted_IsUnknown() => (await Host.PostAsync("/api/v1/policies/nothing/ramp", """{"percent":50}""")).Status.ShouldBe(404);
}
