using Personalization.Search.Text;

namespace Personalization.Discovery.Tests.Search;

public sealed class TokenizerTests
{
    [Theory]
    [InlineData("Crème Brûlée", "creme brulee")]
    [InlineData("KELLOGG'S Corn-Flakes", "kelloggs corn flakes")]
    [InlineData("jus d'orange", "jus dorange orange")]
    [InlineData("Milk 500ml 1,5 L", "milk 500 ml 1.5 l")]
    [InlineData("Organic Soymilk", "organic soymilk soy milk")]
    [InlineData("Straße ŁÓDŹ Ærø", "strase lodz aro")]
    [InlineData("豆乳", "豆 乳")]
    [InlineData("\"AND\" (OR) NOT * NEAR/3", "and or not near 3")]
    [InlineData("  \t\0 ", "")]
    [InlineData("cafe\u0301", "cafe")]
    public void Fold_Text_GivesWords(string text, string words) => Tokenizer.Fold(text).ShouldBe(words);

    [Theory]
    [InlineData("chips", "chip")]
    [InlineData("berries", "berri")]
    [InlineData("berry", "berri")]
    [InlineData("caresses", "caress")]
    [InlineData("relational", "relat")]
    [InlineData("hopping", "hop")]
    [InlineData("organic", "organ")]
    [InlineData("controlling", "control")]
    [InlineData("generalizations", "gener")]
    [InlineData("oscillators", "oscil")]
    [InlineData("skies", "ski")]
    [InlineData("is", "is")]
    [InlineData("ing", "ing")]
    [InlineData("豆", "豆")]
    [InlineData("mbs100", "mbs100")]
    public void Stem_Word_GivesPortersStem(string word, string stem) => Tokenizer.Stem(word).ShouldBe(stem);

    [Fact]
    public void Fold_EveryCharacter_DoesNotFail()
    {
        var all = new string([.. Enumerable.Range(0, 0x10000).Select(code => (char)code)]);

        Should.NotThrow(() => Tokenizer.Fold(all).Length.ShouldBeGreaterThan(1000));
    }
}
