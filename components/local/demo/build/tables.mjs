// Reading the data folder and writing the demo's files. Node's own modules only.
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

/** The rows of a gzipped table with a header line, as objects by column. Quotes as in RFC 4180. */
export function readTable(path, separator = ',') {
  const [header, ...lines] = cells(gunzipSync(readFileSync(path)).toString('utf8'), separator);
  return lines.map(line => Object.fromEntries(header.map((column, index) => [column, line[index] ?? ''])));
}

function cells(text, separator) {
  const lines = [];
  let line = [], cell = '', quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') cell += text[at++];
      else quoted = false;
    } else if (char === '"' && cell === '') quoted = true;
    else if (char === separator) { line.push(cell); cell = ''; }
    else if (char === '\n') { line.push(cell); lines.push(line); line = []; cell = ''; }
    else if (char !== '\r') cell += char;
  }
  if (cell || line.length) lines.push([...line, cell]);
  return lines;
}

/** One JSON object a line, gzipped; the same input gives the same bytes. */
export function writeLines(path, objects) {
  const bytes = gzipSync(objects.map(object => JSON.stringify(object) + '\n').join(''), { level: 9 });
  writeFileSync(path, bytes);
  return bytes.length;
}

export const countBy = (items, key) => {
  const counts = new Map();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
};

export const unique = items => [...new Set(items)];
