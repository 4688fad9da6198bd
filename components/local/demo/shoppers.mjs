// Usage: node components/local/demo/shoppers.mjs [http://127.0.0.1:8080] [decisions] [decisions a second]
// Drives simulated shoppers through a running system and shows how the bandit's regret falls. The system has to learn quickly:
//   Decisions__Slots__simulation__Wait=00:00:01 dotnet run --project dapr/local
// Each shopper meets one slot in some weather, at some time; what each item is worth then is known here and nowhere else.
// Ends with 1 when the last fifth of the decisions lost as much as the first.
const [base = 'http://127.0.0.1:8080', count = '3000', pace = '150'] = process.argv.slice(2);
const [decisions, aSecond] = [Number(count), Number(pace)];
const items = ['soup', 'salad', 'ice cream', 'tea', 'barbecue', 'umbrella'];
const chances = {
  'rain morning': [0.05, 0.03, 0.02, 0.3, 0.02, 0.25],
  'rain evening': [0.35, 0.05, 0.03, 0.2, 0.03, 0.15],
  'sun morning': [0.03, 0.15, 0.1, 0.12, 0.05, 0.01],
  'sun evening': [0.04, 0.12, 0.25, 0.04, 0.4, 0.01],
};
const atOnce = 8;
const step = Math.max(1, Math.floor(decisions / 15));

// Mulberry32: the same shoppers at each run.
let seed = 20261121;
function random() {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

async function post(path, body) {
  const response = await fetch(base + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${response.status} of ${path}: ${await response.text()}`);
  return response.json();
}

const started = performance.now();
const losses = [];
let done = 0;
let [regret, clicks, degraded] = [0, 0, 0];
let [windowRegret, windowDone] = [0, 0];

async function shop(shopper) {
  const scenes = Object.keys(chances);
  while (done < decisions) {
    // A slot is learned a second after it was decided: shoppers who all came at once would all be met by a bandit that knows nothing.
    const due = started + (1000 * done++) / aSecond;
    await new Promise((wake) => setTimeout(wake, Math.max(0, due - performance.now())));
    const scene = scenes[Math.floor(random() * scenes.length)];
    const luck = random();
    const [weather, time] = scene.split(' ');
    const answer = await post('/api/v1/personalize', { customer_id: `simulated-${shopper}`, slot: 'simulation', available_items: items, context: { weather, time, [scene]: true } });
    if (answer.degraded) degraded++;
    const chance = chances[scene][items.indexOf(answer.selected_item)];
    const lost = Math.max(...chances[scene]) - chance;
    regret += lost;
    losses.push(lost);
    windowRegret += lost;
    windowDone++;
    if (luck < chance) {
      clicks++;
      if (answer.decision_id !== undefined) await post(`/api/v1/decisions/${encodeURIComponent(answer.decision_id)}/reward`, { value: 1, event_id: 'click' });
    }
    if (windowDone >= step) {
      const mean = windowRegret / windowDone;
      console.log(`${String(done).padStart(7)} decisions  regret a decision ${mean.toFixed(4)}  ${'#'.repeat(Math.round(mean * 200))}`);
      [windowRegret, windowDone] = [0, 0];
    }
  }
}

await Promise.all(Array.from({ length: atOnce }, (_, shopper) => shop(shopper)));
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const even = mean(Object.values(chances).map((row) => Math.max(...row) - mean(row)));
const fifth = Math.ceil(decisions / 5);
const [first, last] = [mean(losses.slice(0, fifth)), mean(losses.slice(-fifth))];
console.log(`clicks ${clicks}, regret ${regret.toFixed(1)}; showing items evenly would have lost ${(even * done).toFixed(1)}${degraded > 0 ? `; ${degraded} degraded answers` : ''}`);
console.log(`regret a decision: ${first.toFixed(4)} in the first fifth, ${last.toFixed(4)} in the last`);
process.exitCode = last < first ? 0 : 1;
