import { mock } from 'node:test';

/** What the tracker needs of a browser, under a clock that the test moves. Several trackers share one: they are tabs. */
export class Browser {
  /** Requests as they came: headers, body, and how each was answered. */
  requests = [];
  /** Answers the next requests; the last one stays. */
  answers = [durable];
  dropped = [];
  versions = [];
  #listeners = [];

  constructor({ start = Date.UTC(2026, 0, 15, 12), clockError = 0, storage = new MemoryStorage(), locks = new Locks(), signals = {} } = {}) {
    this.serverTime = () => Date.now() - clockError;
    mock.timers.reset();
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: start + clockError });
    this.storage = storage;
    this.navigator = { onLine: true, locks, ...signals };
    const define = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    define('localStorage', storage);
    define('navigator', this.navigator);
    define('document', { visibilityState: 'visible', addEventListener: (type, listener) => this.#listeners.push([type, listener]) });
    define('addEventListener', (type, listener) => this.#listeners.push([type, listener]));
    define('fetch', (url, request) => this.#answer(url, request));
    mock.method(console, 'warn', () => {});
  }

  options = { onDrop: (event, reason, problem) => this.dropped.push({ event, reason, problem }), onVersion: (version) => this.versions.push(version) };

  dispatch(type, event = {}) {
    for (const [heard, listener] of this.#listeners) if (heard === type) listener(event);
  }

  /** Lets time pass in steps, so that what one timer starts is seen by the next. */
  async pass(milliseconds) {
    await settled();
    for (let left = milliseconds; left > 0; left -= 50) {
      mock.timers.tick(Math.min(50, left));
      await settled();
    }
  }

  /** The events of all requests, in order. */
  get events() {
    return this.requests.flatMap(({ events }) => events);
  }

  async #answer(url, { headers, body, keepalive }) {
    const { events } = JSON.parse(body);
    const request = { url, headers, events, keepalive, at: Date.now() };
    this.requests.push(request);
    const answer = await (this.answers.length > 1 ? this.answers.shift() : this.answers[0])(events, request);
    if (!answer.headers.has('date')) answer.headers.set('date', new Date(this.serverTime()).toUTCString());
    return answer;
  }
}

let turn = 0;
const answer = (results, events) =>
  Response.json({
    results: results.map((result, index) => ({ index, event_id: events[index].event_id, ...result })),
    versions: [...new Map(events.map(({ user_id, anonymous_id }) => [user_id ?? anonymous_id, { user_id, anonymous_id, version: `v${++turn}` }])).values()],
  });

export const each = (result) => (events) => answer(events.map((event) => result(event)), events);
export const durable = each(() => ({ status: 200, durable: true }));
export const inMemory = each(() => ({ status: 202, durable: false }));
export const away = () => Promise.reject(new TypeError('Failed to fetch'));
export const status = (code, headers) => () => new Response('{"title":"no"}', { status: code, headers });

export const settled = async () => {
  for (let i = 0; i < 8; i++) await new Promise((resolve) => setImmediate(resolve));
};

/** Keys are its own properties, as in a browser. */
export class MemoryStorage {
  getItem(key) {
    return Object.hasOwn(this, key) ? this[key] : null;
  }
  setItem(key, value) {
    this[key] = String(value);
  }
  removeItem(key) {
    delete this[key];
  }
}

class Locks {
  #last = Promise.resolve();
  request(_, work) {
    return (this.#last = this.#last.then(work, work));
  }
}
