// Open Food Facts exports -> products. Only the columns named here are read: contributors' nicknames never get in.
import { join } from 'node:path';
import { clean, capitalize, isPlantBased, isReadable, isSpicy, tagWords, titleCase } from './words.mjs';
import { shelvesOf } from './shelves.mjs';
import { countBy, readTable, unique } from './tables.mjs';

const EXPORTS = ['off_search_2016.tsv.gz', 'off_head_2024.tsv.gz', 'off_export_2022.tsv.gz'];
const NAME_COLUMNS = ['product_name', 'product_name_en', 'product_name_xx', 'product_name_nl', 'product_name_fr', 'product_name_es', 'product_name_it', 'product_name_de', 'product_name_pt'];

/** One word a label, whatever body certifies it. Labels that match none of these and are none of KEPT_LABELS are dropped. */
const LABELS = [
  [/^(?:.*organic.*|[a-z]{2} (?:bio|eco|oko) .*|ab agriculture biologique|biodynamic agriculture|demeter)$/, 'organic'],
  [/^(?:no gluten|gluten free|certified gluten free|wheat and gluten free)$/, 'gluten-free'],
  [/^vegan.*$/, 'vegan'],
  [/^(?:vegetarian.*|european vegetarian union.*)$/, 'vegetarian'],
  [/^(?:.*kosher.*|.*kashrut.*|kof k|parve|pareve|crc pareve|ou d)$/, 'kosher'],
  [/^halal.*$/, 'halal'],
  [/^(?:no lactose|lactose free)$/, 'lactose-free'],
  [/^(?:no milk|non dairy|dairy free)$/, 'dairy-free'],
  [/^(?:no gmos|non gmo.*|no ogm)$/, 'gmo-free'],
  [/^(?:no added sugar|no sugar added)$/, 'no added sugar'],
  [/^(?:no sugar|sugar free)$/, 'sugar-free'],
  [/^(?:no nuts|nut free)$/, 'nut-free'],
  [/^(?:no soy|soy free)$/, 'soy-free'],
  [/^(?:no eggs|egg free)$/, 'egg-free'],
  [/^(?:fair trade.*|max havelaar)$/, 'fair trade'],
  [/^(?:low or no fat|low fat|no fat|reduced fat|fat free)$/, 'low fat'],
  [/^(?:low or no salt|low salt|no salt|no added salt|low sodium|reduced sodium)$/, 'low salt'],
  [/^(?:utz certified.*|rainforest alliance|sustainable.*|fsc.*)$/, 'sustainable'],
];
const KEPT_LABELS = new Set(['no preservatives', 'no colorings', 'no artificial flavors', 'no palm oil', 'whole grain', 'all natural', 'source of fibre', 'high fibres', 'pdo', 'pgi', 'real california milk', 'free range', 'low calorie', 'diet']);

/** Plant milks and yogurts were filed under `dairies` in 2016 and beside them later; here always beside them, as in the later exports. */
const OF_MILK = new Set(['dairies', 'milks', 'yogurts', 'dairy drinks', 'fermented milk products']);
const TOO_WIDE = new Set(['plant based foods and beverages', 'groceries', 'non food products', 'open beauty facts']);
const RENAMED = new Map([
  ['dairies substitutes', 'dairy substitutes'], ['milk substitute', 'milk substitutes'], ['spinachs', 'spinach'], ['potato crips', 'potato crisps'],
  ['soymilk', 'soy milks'], ['plant based beverages', 'plant-based beverages'], ['plant based foods', 'plant-based foods'], ['plant based spreads', 'plant-based spreads'],
  ['non dairy yogurts', 'plant-based yogurts'], ['non dairy desserts', 'plant-based desserts'], ['non dairy fermented foods', 'plant-based fermented foods'],
  ['sugared beverages', 'sweetened beverages'], ['non sugared beverages', 'unsweetened beverages'],
]);
const MOST_CATEGORIES = 10;
const LEAST_PRODUCTS_OF_A_BRAND = 3;

export function openFoodFactsProducts(folder) {
  const rows = EXPORTS.flatMap(name => readTable(join(folder, 'open_food_facts', name), '\t'));
  const spellings = spellingsOfBrands(rows);
  const found = new Map(), named = new Set();
  for (const row of rows) {
    const product = toProduct(row, spellings);
    const label = product && `${product.name.toLowerCase()}|${product.brand?.toLowerCase() ?? ''}`;
    if (product && !found.has(product.id) && !named.has(label)) {
      found.set(product.id, product);
      named.add(label);
    }
  }
  return [...found.values()].sort((one, other) => one.id < other.id ? -1 : 1);
}

function toProduct(row, spellings) {
  const name = capitalize(NAME_COLUMNS.map(column => clean(row[column] ?? '')).find(text => text !== '') ?? '');
  if (!/^\d{6,24}$/.test(row.code) || !isReadable(name)) return null;

  const brand = brandOf(row, spellings) ?? brandInName(name, spellings);
  const tags = row.categories_tags.split(',').map(tagWords).filter(words => words && isReadable(words));
  const image = (row.image_url ?? '').replace(/^http:/, 'https:') || null;
  const plantBased = isPlantBased(name, tags);
  const attributes = unique([...labelsOf(row), ...(plantBased ? ['plant-based'] : []), ...(isSpicy(name, tags) ? ['spicy'] : [])]);
  const saysMuch = tags.length > 0 || attributes.length > 0 || name.split(' ').length >= 3 && image;
  const worthShowing = saysMuch && (brand || image) || brand && image;
  if (!worthShowing || /placeholder|^(test|produit|product|unknown|xxx+)$/i.test(name)) return null;

  return {
    id: row.code,
    name,
    brand,
    categories: categoriesOf(name, tags, plantBased),
    attributes,
    price: null,
    currency: null,
    in_stock: true,
    image_url: image,
  };
}

function categoriesOf(name, tags, plantBased) {
  const insteadOfMilk = plantBased && (tags.some(tag => /\bmilks?\b|yogurt|dair|soymilk/.test(tag)) || /milk|drink|beverage|yogh?urt|yogo\b/i.test(name));
  const yogurt = YOGURT_NAMES.test(name) && !/biscuit|pretzel|snack|dressing/i.test(name);
  const kept = tags.filter(tag => !TOO_WIDE.has(tag) && !(insteadOfMilk && OF_MILK.has(tag))).map(tag => RENAMED.get(tag) ?? tag);
  const added = insteadOfMilk ? ['dairy substitutes', ...substituteOf(yogurt, kept)] : tags.length > 0 ? [] : yogurt ? ['dairies', 'yogurts'] : crispsOf(name);
  return unique([...added, ...kept.slice(-(MOST_CATEGORIES - added.length))]);
}

const YOGURT_NAMES = /\b(?:yogh?ourt|yogh?urt\w*|yaourts?|drinkyoghurt)\b/i;

const substituteOf = (yogurt, categories) =>
  yogurt || categories.some(category => /yogurt/.test(category)) ? ['plant-based yogurts']
    : categories.some(category => /dessert/.test(category)) ? [] : ['milk substitutes'];

const crispsOf = name => shelvesOf({ department: '', product_category: '', product_type: /\b(?:potato|tortilla|corn) chips\b/i.exec(name)?.[0].toUpperCase() ?? '' });

function labelsOf(row) {
  const analysed = (row.ingredients_analysis_tags ?? '').split(',').filter(tag => tag === 'en:vegan' || tag === 'en:vegetarian');
  const tags = [...row.labels_tags.split(','), ...analysed];
  return unique(tags.map(tag => tagWords(tag) ?? (tag === 'fr:ab-agriculture-biologique' ? 'organic' : null))
    .map(words => words && (LABELS.find(([pattern]) => pattern.test(words))?.[1] ?? (KEPT_LABELS.has(words) ? words : null)))
    .filter(Boolean)).sort();
}

const brandTag = text => text.toLowerCase().normalize('NFD').replace(/\p{Mark}/gu, '').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');

/** Each brand is written one way: as most contributors do, preferring one with a capital letter. */
function spellingsOfBrands(rows) {
  const byTag = new Map();
  for (const [text, count] of countBy(rows.map(row => firstBrand(row)).filter(Boolean), text => text)) {
    const rank = count + (text === text.toLowerCase() ? 0 : 1000);
    const best = byTag.get(brandTag(text));
    const products = count + (best?.products ?? 0);
    byTag.set(brandTag(text), !best || rank > best.rank ? { text, rank, products } : { ...best, products });
  }
  return byTag;
}

/** A name may begin with a brand that other products name: `Kettle Brand Potato Chips`. */
function brandInName(name, spellings) {
  const words = name.split(' ');
  for (let length = Math.min(words.length - 1, 3); length > 0; length--) {
    const known = spellings.get(brandTag(words.slice(0, length).join(' ')));
    if (known && known.products >= LEAST_PRODUCTS_OF_A_BRAND && known.text.length > 3 && known.text !== known.text.toLowerCase()) return known.text;
  }
  return null;
}

const firstBrand = row => clean((row.brands ?? '').split(',')[0]);

function brandOf(row, spellings) {
  const text = firstBrand(row);
  if (text.length < 2 || !/\p{L}|\d/u.test(text) || !isReadable(text + '   aaa') || text.length > 40) return null;
  const best = spellings.get(brandTag(text))?.text ?? text;
  return best === best.toLowerCase() ? titleCase(best) : best;
}
