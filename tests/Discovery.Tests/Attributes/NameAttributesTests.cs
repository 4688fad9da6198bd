using Personalization.Discovery.Attributes;
using Personalization.Discovery.Catalogue;
using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Tests.Attributes;

public sealed class NameAttributesTests
{
    [Theory]
    [InlineData("It's {0} Butter Spread")]
    [InlineData("Beurre {0} Cher Doux")]
    public void Learn_WordThatOnlyNegates_IsNoAttribute(string name)
    {
        foreach (var word in new[] { "Not", "Never", "Pas", "Nicht" })
        {
            var entries = Enumerable.Range(0, 60)
                .Select(i => new CatalogueEntry(new Product { Id = $"p{i}", Name = i % 8 == 0 ? string.Format(name, word) + " " + i : $"Cotton Thing {i}", Categories = [$"category {i % 5}"] }))
                .ToList();

            NameAttributes.Learn(entries).Of(entries[0]).ShouldNotContain(word.ToLowerInvariant());
        }
    }
}
