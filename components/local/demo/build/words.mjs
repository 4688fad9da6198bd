// Turning tags, codes and shouted text into the words a shopper reads, and the two attributes derived from words.

const ENTITIES = { quot: '"', amp: '&', lt: '<', gt: '>', apos: "'", nbsp: ' ' };

/** Text as typed by contributors: entities decoded, white space collapsed, stray quotes and punctuation at the ends dropped. */
export const clean = text => text
  .replace(/&(#\d+|\w+);/g, (whole, name) => name[0] === '#' ? String.fromCodePoint(+name.slice(1)) : ENTITIES[name] ?? whole)
  .replace(/[\s\u00a0]+/g, ' ')
  .replace(/^[\s\-–,.;:*"'«]+|[\s\-–,;:*"'»]+$/g, '');

/** Readable: Latin letters, at least three of them, no address. */
export const isReadable = text =>
  text.length >= 3 && text.length <= 90 && (text.match(/\p{Script=Latin}/gu) ?? []).length >= 3
  && !/[^\p{Script=Latin}\p{Script=Common}\p{Mark}]/u.test(text) && !/https?:|@|www\./.test(text);

export const capitalize = text => text.charAt(0).toUpperCase() + text.slice(1);

export const titleCase = text => text.replace(/\p{L}[\p{L}'’]*/gu, word => capitalize(word));

/** `en:soy-milks` -> `soy milks`; tags of other languages have no words here: null. */
export const tagWords = tag => tag.startsWith('en:') ? tag.slice(3).replaceAll('-', ' ').trim() : null;

const PLANT = '(?:soy|soya|almonds?|oats?|rice|coconut|cashew|hemp|hazelnut|pea|kokos|amandel|haver|avena|avoine|amande|soja)';

/** Names of foods made from plants in the place of milk or meat. A nut beside "yogurt" alone is a flavour and says nothing. */
const PLANT_NAMES = new RegExp(
  `\\b${PLANT}[ -]?(?:based )?(?:milks?|drinks?|beverages?|yogh?urts?)\\b`
  + '|\\b(?:non[ -]?dairy|dairy[ -]?free|plant[ -]based|plantaardig\\p{L}*|vegan|vegetal|végétal\\p{L}*)\\b'
  + '|\\b(?:tofu|tempeh|seitan)\\b|\\b(?:meat|dairy|milk|yogurt) (?:alternatives?|substitutes?)\\b|\\bveg(?:gie|etarian|etable)? ?burgers?\\b|\\bsoy/rice milk\\b', 'iu');
const DAIRY_NAMES = /\b(?:greek|griekse|low ?fat|lait de vache|whole milk|skim)\b|\bcoconut yogurt pretzels\b|\bgelatin\b/i;
const PLANT_CATEGORIES = /^(?:plant milks|milk substitutes?|(?:soy|almond|oat|rice|coconut|nut|cereal|legume) milks|soymilk|(?:non dairy|plant based|soy|soy milk|almond milk) (?:desserts|yogurts?|fermented foods|cheeses|creams)|dairy substitutes|dairies substitutes|meat (?:analogues|alternatives|substitutes)|tofu|tempeh|seitan|vegan (?:food|sausages|cheeses)|veggie burgers|vegetarian (?:burgers|sausages|patties|balls))$/;
const ANIMAL = /\b(?:beef|chicken|turkey|pork|ham|bacon|fish|gelatin|infant formula|litter|creamers?)\b/i;

/** In the place of milk or meat, by category or by name. */
export const isPlantBased = (name, categories) =>
  !ANIMAL.test(name) && (categories.some(category => PLANT_CATEGORIES.test(category)) && !/\bgelatin\b/i.test(name)
    || PLANT_NAMES.test(name) && !DAIRY_NAMES.test(name));

const SPICY = /\b(?:spicy|spiced? hot|fiery|hot|chil(?:l?i|e)s?|chilis?|jalape[nñ]os?|sriracha|habaneros?|cayenne|chipotle|picante?|piri[ -]piri|peri[ -]peri|sambal|harissa|wasabi|flamin|buffalo wing\w*|masala|pikant\w*|épicée?s?)\b/iu;
const MILD = /\bmild\b/i;
const NOT_SPICY = /\((?:hot)\)$|- hot\b|\bhot (?:wtr|dogs?|beverages?|drinks?|chocolate|cocoa|cereals?|cross|pockets?|breakfast|buns?|prepared|bar|foods?|sandwich\w*|fudge|water|and sour)\b|\bhothouse\b|\bhot dog\b/giu;

/** The name or a category says that it is hot to the tongue. */
export const isSpicy = (name, categories) =>
  !MILD.test(name) && [name, ...categories].some(text => SPICY.test(text.replace(NOT_SPICY, ' ')));
