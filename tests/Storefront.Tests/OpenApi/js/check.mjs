// Usage: node check.mjs http://127.0.0.1:8080
// Validates /openapi/v1.json of a running storefront, then calls every operation by its document alone and validates each answer.
// Prints one JSON line: { document, failures: [..], called: [operationId..] }.
import { Validator } from '@seriousme/openapi-schema-validator';
import { default as Ajv } from 'ajv';
import { default as addFormats } from 'ajv-formats';

const base = process.argv[2];
const text = await (await fetch(`${base}/openapi/v1.json`)).text();
const document = await new Validator().validate(JSON.parse(text));
const api = JSON.parse(text);
const failures = [];
const called = [];

/** OpenAPI 3.0 says some things in its own words: here in those of JSON Schema. */
function plain(schema) {
  if (Array.isArray(schema)) return schema.map(plain);
  if (schema === null || typeof schema !== 'object') return schema;
  const { nullable, exclusiveMinimum, example, ...rest } = schema;
  const out = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, plain(value)]));
  if (exclusiveMinimum === true) {
    out.exclusiveMinimum = out.minimum;
    delete out.minimum;
  }
  return nullable ? { anyOf: [{ type: 'null' }, out] } : out;
}

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema({ $id: 'api', components: plain({ schemas: api.components.schemas }) });
const validator = (schema) =>
  ajv.compile(JSON.parse(JSON.stringify(plain(schema)).replaceAll('"#/components/', '"api#/components/')));
const resolve = (thing) =>
  thing?.$ref ? thing.$ref.split('/').slice(1).reduce((node, key) => node[key], api) : thing;

/** A value that the schema allows: its example, else the simplest. */
function sample(schema) {
  const s = resolve(schema);
  if (s.example !== undefined) return s.example;
  if (s.default !== undefined) return s.default;
  if (s.enum) return s.enum[0];
  if (s.anyOf && !s.type) return sample(s.anyOf[0]);
  if (s.allOf && !s.type) return sample(s.allOf[0]);
  if (s.format === 'date-time') return '2026-01-02T03:04:05Z';
  if (s.pattern?.includes(':(id|')) return 'Column:name';
  return { string: 'sample', integer: 1, number: 1, boolean: true, array: [], object: {} }[s.type];
}

async function call(path, method, operation, { only, wrong } = {}) {
  const parameters = operation.parameters.map(resolve).filter((p) => p.required || only === 'all' || p.name === only);
  let url = path;
  const query = new URLSearchParams();
  const headers = {};
  for (const parameter of parameters) {
    const value = parameter.example ?? sample(parameter.schema);
    if (parameter.name === 'Content-Encoding' || parameter.name === 'If-Match') continue;
    if (parameter.in === 'path') url = url.replace(`{${parameter.name}}`, encodeURIComponent(value));
    else if (parameter.in === 'query') query.append(parameter.name, Array.isArray(value) ? 'Column:name' : value);
    else headers[parameter.name] = String(value);
  }
  let body;
  const content = operation.requestBody?.content;
  if (content) {
    const type = Object.keys(content)[0];
    const value = content[type].example ?? sample(content[type].schema);
    headers['Content-Type'] = type;
    body = wrong ?? (typeof value === 'string' ? value : JSON.stringify(value));
  }
  const response = await fetch(`${base}${url}${query.size ? `?${query}` : ''}`, { method, headers, body });
  return { response, answer: await response.text() };
}

function check(name, operation, { response, answer }, allowed) {
  const documented = resolve(operation.responses[response.status]);
  if (!documented || !allowed(response.status)) {
    failures.push(`${name}: ${response.status} ${documented ? '' : 'is not documented'} ${answer.slice(0, 300)}`);
    return;
  }
  const type = response.headers.get('content-type')?.split(';')[0];
  const media = documented.content?.[type];
  if (documented.content && !media) {
    failures.push(`${name}: content type ${type} is not documented`);
  } else if (media) {
    const validate = validator(media.schema);
    if (!validate(JSON.parse(answer))) failures.push(`${name}: ${ajv.errorsText(validate.errors)} in ${answer.slice(0, 300)}`);
  }
}

for (const [path, operations] of Object.entries(api.paths)) {
  for (const [method, operation] of Object.entries(operations)) {
    const name = `${method.toUpperCase()} ${path}`;
    called.push(operation.operationId);
    const shopper = operation.parameters.map(resolve).some((p) => p.name === 'user_id') && path !== '/api/analytics/events' ? 'user_id' : undefined;
    const found = (status) => (status >= 200 && status < 300) || (status === 404 && path.includes('{id}'));
    check(name, operation, await call(path, method.toUpperCase(), operation, { only: shopper }), found);
    if (!shopper && operation.parameters.length > 1 && !path.includes('imports')) {
      check(`${name} with all parameters`, operation, await call(path, method.toUpperCase(), operation, { only: 'all' }), found);
    }
    if (operation.requestBody?.content['application/json'] && !operation.requestBody.content['text/csv']) {
      check(`${name} with a wrong body`, operation, await call(path, method.toUpperCase(), operation, { wrong: '[1' }), (s) => s === 400);
    }
  }
}

console.log(JSON.stringify({ document, failures, called }));
