namespace Personalization.Search.Text;

/// <summary>
/// Case and diacritics folding of single characters. .NET's own normalization is switched off by invariant globalization, so the
/// Latin blocks are tables (from Unicode's canonical decompositions, plus the usual letters without one: ß, æ, ø, ł, ...).
/// </summary>
internal static class TextFolding
{
    private const string LatinExtended =
        "aaaaaaaceeeeiiiidnooooo×ouuuuytsaaaaaaaceeeeiiiidnooooo÷ouuuuytyaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnʼnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
        + "bbƃƃƅƅɔccdɗƌƌƍǝeeffgɣƕɩɨkkƚƛɯɲƞɵooƣƣppʀƨƨʃƪƫttʈuuʊvyyzzʒƹƹƺƻƽƽƾƿǀǁǂǃdddlllnnnaaiioouuuuuuuuuuǝaaaaaaǥǥggkkooooʒʒjdddggƕƿnnaaaaooaaaaeeeeiiiioooorrrruuuussttȝȝhhƞȡȣȣȥȥaaeeooooooooyyȴȵȶȷȸȹⱥȼȼƚⱦȿɀɂɂbʉʌɇɇɉɉɋɋɍɍɏɏ";

    private const string LatinAdditional =
        "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyasẜẝsẟaaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyyỻỻỽỽỿỿ";

    /// <summary>The folded character; '\0' for a combining mark, which is left out.</summary>
    public static char Fold(char character) => character switch
    {
        < '\u0080' => char.IsAsciiLetterUpper(character) ? (char)(character | 0x20) : character,
        >= '\u00C0' and <= '\u024F' => LatinExtended[character - '\u00C0'],
        >= '\u0300' and <= '\u036F' => '\0',
        >= '\u1E00' and <= '\u1EFF' => LatinAdditional[character - '\u1E00'],
        >= '\uFF01' and <= '\uFF5E' => Fold((char)(character - 0xFEE0)),
        'ё' or 'Ё' => 'е',
        'й' or 'Й' => 'и',
        'ά' or 'Ά' => 'α',
        'έ' or 'Έ' => 'ε',
        'ή' or 'Ή' => 'η',
        'ί' or 'Ί' or 'ϊ' or 'ΐ' => 'ι',
        'ό' or 'Ό' => 'ο',
        'ύ' or 'Ύ' or 'ϋ' or 'ΰ' => 'υ',
        'ώ' or 'Ώ' => 'ω',
        'ς' => 'σ',
        _ => char.ToLowerInvariant(character),
    };

    /// <summary>Scripts written without spaces: each character is a token of its own.</summary>
    public static bool StandsAlone(char character) =>
        character is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\u0E00' and <= '\u0E7F');
}
