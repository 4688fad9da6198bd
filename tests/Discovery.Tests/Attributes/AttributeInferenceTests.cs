using Personalization.Discovery.Attributes;

namespace Personalization.Discovery.Tests.Attributes;

public sealed class AttributeInferenceTests
{
    [Theory]
    [InlineData("Organic Soymilk", "organic,plant-based,dairy-free")]
    [InlineData("Unsweetened Almondmilk", "plant-based,dairy-free")]
    [InlineData("O'Soy Smooth & Creamy Vanilla Organic Soy Yogurt", "organic,plant-based,dairy-free")]
    [InlineData("Dairy Free Coconut Milk Blueberry Yogurt Alternative", "dairy-free,plant-based")]
    [InlineData("Almond Milk Strawberry Yogurt", "plant-based,dairy-free")]
    [InlineData("Organic Plain Unsweetened Nondairy Cashew Yogurt", "organic,dairy-free,plant-based")]
    [InlineData("Lait d'amande bio", "organic,plant-based,dairy-free")]
    [InlineData("Boisson à l'avoine", "plant-based,dairy-free")]
    [InlineData("Bevanda alla soia", "plant-based,dairy-free")]
    [InlineData("Gluten-Free Vegan Cookies", "gluten-free,vegan,vegetarian,plant-based,dairy-free")]
    [InlineData("Jalapeño Potato Chips", "spicy")]
    [InlineData("Hot Salsa", "spicy")]
    [InlineData("Poulet halal", "halal")]
    public void Infer_Claim_IsFound(string name, string attributes) =>
        AttributeInference.Infer(name, [], [], "").Order().ShouldBe(attributes.Split(',').Order());

    [Theory]
    [InlineData("Flip Low-Fat Almond Coco Loco Lowfat Greek Yogurt")]
    [InlineData("Coconut Blended Greek Yogurt")]
    [InlineData("Almond Milk Chocolate Bar")]
    [InlineData("Low Fat Plain Goat Milk Yogurt")]
    [InlineData("Pure Coconut Milk Soap")]
    [InlineData("Chocolat au lait et aux amandes")]
    [InlineData("Hot Dog Buns")]
    [InlineData("Hot Chocolate")]
    [InlineData("Kosher Salt")]
    [InlineData("Non-organic Milk")]
    [InlineData("Bio-Oil Skincare")]
    public void Infer_Trap_IsNotFallenInto(string name) =>
        AttributeInference.Infer(name, [], [], "").ShouldNotContain(attribute => attribute == "plant-based" || attribute == "spicy" || attribute == "organic" || attribute == "kosher");

    [Theory]
    [InlineData("plant-milks")]
    [InlineData("Milk substitutes")]
    [InlineData("Boissons végétales")]
    [InlineData("Almond milks")]
    public void Infer_PlantMilkCategory_IsPlantBased(string category) =>
        AttributeInference.Infer("Nature", [category], [], "").ShouldContain("plant-based");

    [Theory]
    [InlineData("Havermout", "biologische havervlokken, zout", "organic")]
    [InlineData("Fusilli", "organic durum wheat semolina", "organic")]
    [InlineData("Sauce", "water, organic tomatoes, salt, organic basil", "organic")]
    [InlineData("Saucisses", "viande de boeuf halal, sel", "halal")]
    [InlineData("Crackers", "farine de riz, sel. Sans gluten.", "gluten-free")]
    public void Infer_IngredientsSaySo_IsFound(string name, string ingredients, string attribute) => AttributeInference.Infer(name, [], [], ingredients).ShouldContain(attribute);

    [Theory]
    [InlineData("wheat flour, water, salt, organic basil")]
    [InlineData("wheat gluten, water")]
    [InlineData("beef, kosher salt, kosher gelatin")]
    public void Infer_OneOfManyIngredients_SaysNothingOfTheWhole(string ingredients) =>
        AttributeInference.Infer("Thing", [], [], ingredients).ShouldNotContain(attribute => attribute == "organic" || attribute == "gluten-free" || attribute == "kosher");

    [Theory]
    [InlineData("Bio Village", "organic")]
    [InlineData("Galettes de riz sans gluten", "gluten-free")]
    [InlineData("Glutenvrije crackers", "gluten-free")]
    [InlineData("Veganistisch beleg", "vegan")]
    public void Infer_SaidBesideTheName_IsFound(string beside, string attribute) => AttributeInference.Infer("Thing", [], [], "", [beside]).ShouldContain(attribute);

    [Fact]
    public void Infer_LongText_IsNotTakenForWhatTheProductIs() =>
        AttributeInference.Infer("Thing", [], [], "", ["Goes well with our vegan range and a great many other things that you may like to try on a long summer evening with all of your many friends."]).ShouldBeEmpty();

    [Theory]
    [InlineData("vegan", "yes", "vegan")]
    [InlineData("is_gluten_free", "TRUE", "gluten-free")]
    [InlineData("vegan", "no", null)]
    [InlineData("heavy", "yes", null)]
    public void FromColumn_YesNo_GivesDiet(string column, string value, string? diet) => AttributeInference.FromColumn(column, value).ShouldBe(diet);
}
