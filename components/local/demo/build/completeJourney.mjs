// The Complete Journey 2.0 -> the demo households' purchases, the products they bought and what sells beside them.
import { join } from 'node:path';
import { capitalize, isPlantBased, isSpicy } from './words.mjs';
import { shelvesOf } from './shelves.mjs';
import { countBy, readTable, unique } from './tables.mjs';

const HOUSEHOLDS = 20;
const NEIGHBOURS_A_TYPE = 1;
const LEAST_SALES_OF_A_NEIGHBOUR = 3;

/** Not goods on a shelf, or not for everybody's first page. */
const LEFT_OUT_DEPARTMENTS = new Set(['', 'FUEL', 'COUPON', 'MISCELLANEOUS', 'CNTRL/STORE SUP', 'POSTAL CENTER', 'CHARITABLE CONT', 'PROD-WHS SALES', 'GM MERCH EXP', 'RESTAURANT', 'TRAVEL & LEISURE', 'PHOTO & VIDEO', 'SPIRITS']);
const LEFT_OUT_CATEGORIES = /CIGARETTES|TOBACCO|COUPON|BEERS\/ALES|LIQUOR|DOMESTIC WINE|IMPORTED WINE|MISC WINE/;

/** The source shortens words to fit 30 characters. Only what is sure is written out. */
const WRITTEN_OUT = new Map(Object.entries({
  FRZN: 'frozen', SFT: 'soft', DRNK: 'drink', DRNKS: 'drinks', SNGL: 'single', SGL: 'single', SRV: 'serve', BTL: 'bottle', CARB: 'carbonated', CHOC: 'chocolate', PKCG: 'packaged', 'MEAT-PCKGD': 'packaged meat', 'SEAFOOD-PCKGD': 'packaged seafood',
  PK: 'pack', PKG: 'package', PWDR: 'powder', VEG: 'vegetable', FRT: 'fruit', WHT: 'white', GRD: 'ground', CHKN: 'chicken', PREM: 'premium', REFRIG: 'refrigerated', ASST: 'assorted', BNLS: 'boneless', CKYS: 'cookies', CRKR: 'crackers', CNDY: 'candy', SNKS: 'snacks',
  ECON: 'economy', INCL: 'including', RTS: 'ready to serve', NUTRITIONAL: 'nutritional', CNTRL: 'control', CAN: 'can', 'DRUG GM': 'drugstore and general goods', 'CHOCOCLATE': 'chocolate', 'BEERALEMALT': 'beer, ale, malt',
  MACH: 'machine', VEND: 'vending',
}));
const LONGEST_TYPE = 30;
const WORD_ENDS = /[^A-Z]+/;
const SIZE_UNITS = { OZ: 'oz', LB: 'lb', GA: 'gal', CT: 'ct', PT: 'pt', QT: 'qt', DZ: 'dozen', ML: 'ml', L: 'l', FL: 'fl', RL: 'rolls', PK: 'pack', LTR: 'l' };

export function completeJourney(folder) {
  const read = name => readTable(join(folder, 'complete_journey', name));
  const catalogue = new Map(read('products.csv.gz').filter(isForSale).map(row => [row.product_id, row]));
  const lines = read('transactions_sample.csv.gz').filter(line => catalogue.has(line.product_id) && Number(line.quantity) > 0);
  const households = mostOf(countBy(lines, line => line.household_id), HOUSEHOLDS);
  const own = lines.filter(line => households.includes(line.household_id));
  const bought = unique(own.map(line => line.product_id));
  const prices = medianPrices(lines);
  const words = typeWords([...catalogue.values()].map(row => row.product_type));
  return {
    products: [...bought, ...neighboursOf(bought, catalogue, countBy(lines, line => line.product_id))]
      .sort((one, other) => Number(one) - Number(other)).map(id => toProduct(catalogue.get(id), words, prices.get(id) ?? null)),
    events: toEvents(own),
  };
}

const isForSale = row => row.product_type !== '' && !LEFT_OUT_DEPARTMENTS.has(row.department) && !LEFT_OUT_CATEGORIES.test(row.product_category + ' ' + row.product_type);

const mostOf = (counts, number) => [...counts].sort(([one, a], [other, b]) => b - a || Number(one) - Number(other)).slice(0, number).map(([key]) => key);

/** What sells best among the products of the types that the households buy. */
function neighboursOf(bought, catalogue, sales) {
  const own = new Set(bought);
  const byType = new Map(unique(bought.map(id => catalogue.get(id).product_type)).map(type => [type, new Map()]));
  for (const [id, count] of sales) {
    if (!own.has(id) && count >= LEAST_SALES_OF_A_NEIGHBOUR) byType.get(catalogue.get(id).product_type)?.set(id, count);
  }
  return [...byType.values()].flatMap(counts => mostOf(counts, NEIGHBOURS_A_TYPE));
}

function medianPrices(lines) {
  const prices = new Map();
  for (const line of lines.filter(line => Number(line.sales_value) > 0)) {
    if (!prices.has(line.product_id)) prices.set(line.product_id, []);
    prices.get(line.product_id).push(Number(line.sales_value) / Number(line.quantity));
  }
  return new Map([...prices].map(([id, all]) => [id, cents(median(all))]));
}

const cents = amount => Math.round(amount * 100) / 100;

const median = numbers => {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

function toProduct(row, words, price) {
  const category = wordsOf(row.product_category), department = wordsOf(row.department);
  const name = nameOf(row, words, category);
  return {
    id: row.product_id,
    name,
    brand: `Maker ${row.manufacturer_id}`,
    categories: unique([department, ...shelvesOf(row), category]),
    attributes: [
      row.brand === 'Private' ? 'private label' : 'national brand',
      ...(/organic/i.test(row.product_category + row.product_type) ? ['organic'] : []),
      ...(isPlantBased(name, []) ? ['plant-based'] : []),
      ...(isSpicy(name, []) ? ['spicy'] : []),
    ],
    price,
    currency: price === null ? null : 'USD',
    in_stock: true,
    image_url: null,
  };
}

/** Type and size; a type of one word, such as `ENHANCED`, says too little alone and takes its category along. */
function nameOf(row, words, category) {
  const type = wordsOf(withoutCutWord(row.product_type, words));
  const size = sizeOf(row.package_size);
  return capitalize(type) + (/[ -]/.test(type) || category.includes(type) ? '' : ` (${category.split('/')[0]})`) + (size ? `, ${size}` : '');
}

/** The words of types that are shorter than the source's limit, hence whole. */
const typeWords = types => new Set(types.filter(type => type.length < LONGEST_TYPE).flatMap(type => type.split(WORD_ENDS)));

/** A type as long as the limit may end in part of a word: it goes, unless it is a word elsewhere. */
function withoutCutWord(type, words) {
  const parts = type.split(WORD_ENDS);
  return type.length < LONGEST_TYPE || words.has(parts.at(-1)) ? type : type.slice(0, type.length - parts.at(-1).length);
}

/** `SFT DRNK 2 LITER BTL CARB INCL` -> `soft drink 2 liter bottle carbonated`; a parenthesis cut off by the source is dropped. */
const wordsOf = text => (WRITTEN_OUT.get(text) ?? text.replace(/\([^)]*$/, ' ').replace('NOT MULTI-PACKS', 'SINGLE').replace(/[A-Z]+/g, word => WRITTEN_OUT.get(word) ?? word.toLowerCase()))
  .replace(/ including$/, '').replace(/(\w+) s\b/g, "$1's").replace(/(\d)(?=pack\b)/g, '$1 ').replace(/:(?=\S)/g, ': ').replace(/\s+/g, ' ').replace(/[\s:\-/&,]+$/, '').trim();

const sizeOf = text => text.trim().toLowerCase() === '' ? null
  : text.trim().replace(/[A-Z]+/g, unit => SIZE_UNITS[unit] ?? unit.toLowerCase()).replace(/^[a-z] +(?=\d)/, '').replace(/(\d)([a-z])/g, '$1 $2').replace(/\s+/g, ' ');

/** Purchases in the shape of the interactions API, oldest first; ids are those of basket, product and line. */
function toEvents(lines) {
  const places = new Map();
  return lines.toSorted((one, other) => one.transaction_timestamp < other.transaction_timestamp ? -1 : one.transaction_timestamp > other.transaction_timestamp ? 1
    : Number(one.basket_id) - Number(other.basket_id) || Number(one.product_id) - Number(other.product_id)).map(line => {
    const place = (places.get(line.basket_id) ?? 0) + 1;
    places.set(line.basket_id, place);
    const quantity = Number(line.quantity), price = cents(Number(line.sales_value) / quantity);
    return {
      event_id: `demo-${line.basket_id}-${place}`,
      type: 'purchase',
      user_id: `demo-household-${line.household_id}`,
      product_id: line.product_id,
      timestamp: line.transaction_timestamp,
      context: { quantity, ...(price > 0 ? { price, currency: 'USD' } : {}), order_id: line.basket_id, line_id: String(place) },
    };
  });
}
