using System.Text;
using Personalization.Load.PublicApi;

namespace Personalization.Load.Tests.PublicApi;

public sealed class PersonalizedTests
{
    [Theory]
    [InlineData("""{"slots":{},"personalization":{"active":true,"features":[],"degraded":false}}""", true)]
    [InlineData("""{"slots":{},"personalization":{"active":false,"features":[],"degraded":false}}""", false)]
    [InlineData("""{"slots":{},"personalization":{"active":true,"features":[],"degraded":true}}""", false)]
    [InlineData("""{"slots":{"active":true,"degraded":false}}""", false)]
    public void Is_ByTheAnswersOwnWord(string answer, bool expected) => Personalized.Is(Encoding.UTF8.GetBytes(answer)).ShouldBe(expected);
}
