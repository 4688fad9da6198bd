// Usage: node evaluate.mjs < cases.json > results.json
// Takes [{rule, data}], gives [{value} | {error}] in that order. What JSON cannot say stands as text: "NaN", "Infinity", "-Infinity".
import jsonLogic from 'json-logic-js';

const speakable = (value) => {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && !Number.isFinite(value)) return `#${value}`;
  if (Array.isArray(value)) return value.map(speakable);
  if (typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, speakable(member)]));
  return value;
};

let text = '';
for await (const chunk of process.stdin) text += chunk;
console.log = () => {};
const results = JSON.parse(text).map(({ rule, data }) => {
  try {
    return { value: speakable(jsonLogic.apply(rule, data)) };
  } catch (error) {
    return { error: String(error.message ?? error) };
  }
});
process.stdout.write(JSON.stringify(results));
