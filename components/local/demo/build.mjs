// Builds the demo shop from the data folder: node components/local/demo/build.mjs DATA [OUT]
// DATA holds open_food_facts/ and complete_journey/; OUT is this folder unless named. No dependencies, Node 20.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { completeJourney } from './build/completeJourney.mjs';
import { openFoodFactsProducts } from './build/openFoodFacts.mjs';
import { writeLines } from './build/tables.mjs';

const [data, out = dirname(fileURLToPath(import.meta.url))] = process.argv.slice(2);
if (!data) {
  console.error('usage: node build.mjs DATA [OUT]   DATA: the folder that holds open_food_facts/ and complete_journey/');
  process.exit(2);
}

const food = openFoodFactsProducts(data);
const { products, events } = completeJourney(data);
const catalogue = [...food, ...products];
const repeated = catalogue.length - new Set(catalogue.map(product => product.id)).size;
if (repeated > 0) throw new Error(`${repeated} product ids are in both sources`);

const bytes = writeLines(join(out, 'catalogue.ndjson.gz'), catalogue) + writeLines(join(out, 'interactions.ndjson.gz'), events);
console.log(`${food.length} products of Open Food Facts, ${products.length} of Complete Journey, ${events.length} purchases of ${new Set(events.map(event => event.user_id)).size} households, ${bytes} bytes`);
