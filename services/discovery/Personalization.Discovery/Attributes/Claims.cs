using System.Collections.Frozen;

namespace Personalization.Discovery.Attributes;

/// <summary>Claims as phrases, in the languages that food is labelled in where this is sold: English, French, Italian, Spanish, German, Dutch, Portuguese, Polish and the Nordic ones.</summary>
internal static class Claims
{
    private static readonly FrozenSet<string> Negations = new[] { "non", "not", "no", "nicht", "pas", "never" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, (string[] Phrase, string[] NotBefore, string[] Attributes)[]> ByFirstWord = Table(
    [
        (["vegan|vegane|vegana|vegano|vegani|veganer|veganes|vegansk|veganistisch|vegaaninen|vegetalien|vegetalienne"], [], ["vegan", "vegetarian", AttributeInference.PlantBased, AttributeInference.DairyFree]),
        (["vegetarian|vegetarien|vegetarienne|vegetariens|vegetariano|vegetariana|vegetariani|vegetarisch|vegetarische|vegetarisk"], [], ["vegetarian"]),
        (["organic|organics|biologique|biologiques|biologico|biologica|biologici|biologiche|ecologico|ecologica|okologisch|oekologisch|biologisch|biologische|ekologisk|ekologiska|okologisk|okologiske|luomu|ekologiczny|ekologiczna"], ["chemistry"], [AttributeInference.Organic]),
        (["bio"], ["oil", "degradable", "active", "k", "plastic"], [AttributeInference.Organic]),
        (["gluten", "free|frei"], [], ["gluten-free"]),
        (["glutenfree|glutenfrei|glutenvrij|glutenvrije|glutenfri|glutenfritt|gluteeniton|bezglutenowy|bezglutenowe|bezglutenowa"], [], ["gluten-free"]),
        (["no|sans|senza|sin|sem|ohne|zonder|uden|utan|without|zero", "gluten|glutine"], [], ["gluten-free"]),
        (["halal|helal"], [], ["halal"]),
        (["kosher|kasher|casher|kascher|parve|pareve"], ["salt", "style", "dill", "dills", "pickle", "pickles"], ["kosher"]),
        (["sugar", "free"], [], ["sugar-free"]),
        (["sugarfree"], [], ["sugar-free"]),
        (["zero|no", "sugar|sugars"], ["added"], ["sugar-free"]),
        (["no", "sugar|sugars", "added"], [], ["no-added-sugar"]),
        (["no", "added", "sugar|sugars"], [], ["no-added-sugar"]),
        (["sans|senza|sin", "sucres|sucre|zuccheri|azucares", "ajoutes|ajoute|aggiunti|anadidos"], [], ["no-added-sugar"]),
        (["dairy", "free"], [], [AttributeInference.DairyFree]),
        (["non", "dairy"], [], [AttributeInference.DairyFree]),
        (["dairyfree|nondairy"], [], [AttributeInference.DairyFree]),
        (["lactose", "free"], [], ["lactose-free"]),
        (["lactosefree|laktosefrei|lactosevrij|laktosfri|laktositon"], [], ["lactose-free"]),
        (["sans|senza|sin", "lactose|lattosio|lactosa"], [], ["lactose-free"]),
        (["nut", "free"], [], ["nut-free"]),
        (["fat", "free"], [], ["fat-free"]),
        (["nonfat"], [], ["fat-free"]),
        (["low", "fat"], [], ["low-fat"]),
        (["lowfat"], [], ["low-fat"]),
        (["low", "sodium"], [], ["low-sodium"]),
        (["whole", "grain|grains|wheat"], [], ["whole-grain"]),
        (["fair", "trade"], [], ["fair-trade"]),
        (["fairtrade"], [], ["fair-trade"]),
        (["caffeine", "free"], [], ["caffeine-free"]),
        (["decaf|decaffeinated"], [], ["caffeine-free"]),
        (["non", "gmo"], [], ["non-gmo"]),
        (["grass", "fed"], [], ["grass-fed"]),
        (["cage", "free"], [], ["cage-free"]),
        (["free", "range"], [], ["free-range"]),
        (["keto|ketogenic"], [], ["keto"]),
        (["paleo"], [], ["paleo"]),
    ]);

    public static void Find(List<string> words, List<string> found)
    {
        for (var at = 0; at < words.Count; at++)
        {
            foreach (var (phrase, notBefore, attributes) in ByFirstWord.GetValueOrDefault(words[at]) ?? [])
            {
                if (Matches(words, at, phrase) && !(at > 0 && Negations.Contains(words[at - 1])) && !Follows(words, at + phrase.Length, notBefore))
                {
                    found.AddRange(attributes);
                }
            }
        }
    }

    private static bool Matches(List<string> words, int at, string[] phrase)
    {
        if (at + phrase.Length > words.Count)
        {
            return false;
        }

        for (var offset = 1; offset < phrase.Length; offset++)
        {
            if (!phrase[offset].Split('|').Contains(words[at + offset]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Follows(List<string> words, int at, string[] any) => at < words.Count && any.Contains(words[at]);

    private static FrozenDictionary<string, (string[] Phrase, string[] NotBefore, string[] Attributes)[]> Table((string[] Phrase, string[] NotBefore, string[] Attributes)[] claims) =>
        claims
            .SelectMany(claim => claim.Phrase[0].Split('|').Select(first => (first, claim)))
            .GroupBy(pair => pair.first, pair => pair.claim)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
}
