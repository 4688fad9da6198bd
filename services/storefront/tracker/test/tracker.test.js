import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, mock, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createTracker } from '../dist/tracker.mjs';
import { Browser, MemoryStorage, away, durable, each, inMemory, settled, status } from './browser.js';

afterEach(() => mock.reset());

for (const file of ['tracker.js', 'tracker.mjs']) {
  test(`${file} is smaller than 4 KB gzipped`, () => {
    const size = gzipSync(readFileSync(new URL(`../dist/${file}`, import.meta.url)), { level: 9 }).length;
    assert.ok(size < 4096, `${size} bytes`);
  });
}

test('events of one moment share a request that says who, which store and which session', async () => {
  const browser = new Browser();
  const tracker = createTracker({ ...browser.options, endpoint: 'https://p.example', store: 'north', token: () => 'abc' });

  const id = tracker.track('view_details', { product_id: 'p1' });
  tracker.trackPersonalizationView('banner', 'families', 'exp-1');
  await browser.pass(100);

  assert.equal(browser.requests.length, 1);
  const [{ url, headers, events, keepalive }] = browser.requests;
  assert.equal(url, 'https://p.example/api/interactions/track/batch');
  assert.equal(headers['x-store-id'], 'north');
  assert.equal(headers.authorization, 'Bearer abc');
  assert.equal(keepalive, true);
  assert.deepEqual(events[0], {
    event_id: id, type: 'view_details', product_id: 'p1', anonymous_id: tracker.anonymousId, session_id: tracker.sessionId, timestamp: '2026-01-15T12:00:00.000Z',
  });
  assert.deepEqual([events[1].type, events[1].content_id, events[1].segment_id, events[1].experiment_id], ['personalization_view', 'banner', 'families', 'exp-1']);
  assert.equal(tracker.queued, 0);
  assert.match(tracker.version, /^v\d+$/);
  assert.deepEqual(browser.versions, [tracker.version]);
});

test('a 503 with Retry-After is waited for, by every tab, and the same event comes again', async () => {
  const browser = new Browser();
  browser.answers = [status(503, { 'retry-after': '7' }), durable];
  const tracker = createTracker(browser.options);
  const other = createTracker(browser.options);

  tracker.track('click', { product_id: 'p1' });
  await browser.pass(100);
  other.track('click', { product_id: 'p2' });
  await other.flushEvents();
  browser.dispatch('online');
  await browser.pass(6500);
  assert.equal(browser.requests.length, 1);
  await browser.pass(1500);

  assert.equal(tracker.queued, 0);
  assert.equal(browser.events.length, 3);
  assert.ok(browser.events.slice(1).some(({ event_id }) => event_id === browser.events[0].event_id));
});

test('a Retry-After that is a date is waited for by the storefront\'s clock', async () => {
  const browser = new Browser({ clockError: 3600_000 });
  browser.answers = [() => new Response('', { status: 429, headers: { 'retry-after': new Date(browser.serverTime() + 20_000).toUTCString() } }), durable];
  const tracker = createTracker(browser.options);

  tracker.track('click');
  await browser.pass(18_000);
  assert.equal(browser.requests.length, 1);
  await browser.pass(4_000);

  assert.equal(browser.requests.length, 2);
});

test('three quick retries with jitter, then one a minute, and nothing is lost', async () => {
  const browser = new Browser();
  browser.answers = [away, away, away, away, away, durable];
  const tracker = createTracker(browser.options);

  tracker.track('click');
  await browser.pass(130_000);

  const gaps = browser.requests.slice(1).map(({ at }, index) => at - browser.requests[index].at);
  for (const [index, most] of [1000, 2000, 4000, 60_000, 60_000].entries()) assert.ok(gaps[index] >= most / 2 && gaps[index] <= most + 100, `${gaps}`);
  assert.equal(new Set(browser.events.map(({ event_id }) => event_id)).size, 1);
  assert.equal(tracker.queued, 0);
});

test('offline nothing is tried; back online it goes at once', async () => {
  const browser = new Browser();
  const tracker = createTracker(browser.options);
  browser.navigator.onLine = false;

  tracker.track('click');
  await browser.pass(120_000);
  assert.equal(browser.requests.length, 0);
  browser.navigator.onLine = true;
  browser.dispatch('online');
  await browser.pass(100);

  assert.equal(browser.requests.length, 1);
});

test('what was answered durable: false is kept and sent again, and holds up no other event', async () => {
  const browser = new Browser();
  browser.answers = [inMemory, durable];
  const tracker = createTracker(browser.options);

  const first = tracker.track('click', { product_id: 'p1' });
  await browser.pass(100);
  assert.equal(tracker.queued, 1);
  const second = tracker.track('click', { product_id: 'p2' });
  await browser.pass(100);
  assert.deepEqual(browser.requests.map(({ events }) => events.map(({ event_id }) => event_id)), [[first], [second]]);
  await browser.pass(1500);

  assert.deepEqual(browser.requests[2].events.map(({ event_id }) => event_id), [first]);
  assert.equal(tracker.queued, 0);
});

test('one bad event of a batch is dropped with a warning, its neighbours stay', async () => {
  const browser = new Browser();
  const refused = each(({ type }) => (type === 'nonsense' ? { status: 400, error: { errors: { type: ['is not known'] } } } : type === 'late' ? { status: 503 } : { status: 200, durable: true }));
  browser.answers = [refused, durable];
  const tracker = createTracker(browser.options);

  for (const type of ['click', 'nonsense', 'late']) tracker.track(type);
  await browser.pass(2000);

  assert.deepEqual(browser.dropped.map(({ event, reason }) => [event.type, reason]), [['nonsense', 'refused']]);
  assert.deepEqual(browser.dropped[0].problem.errors, { type: ['is not known'] });
  assert.deepEqual(browser.requests.map(({ events }) => events.map(({ type }) => type)), [['click', 'nonsense', 'late'], ['late']]);
  assert.equal(tracker.queued, 0);
});

test('a request refused as a whole is halved until the event to blame is alone', async () => {
  const browser = new Browser();
  browser.answers = [(events, request) => (events.some(({ type }) => type === 'poison') ? status(400)() : durable(events, request))];
  const tracker = createTracker(browser.options);

  for (let i = 0; i < 9; i++) tracker.track(i === 6 ? 'poison' : `t${i}`);
  await browser.pass(1000);

  assert.deepEqual(browser.dropped.map(({ event }) => event.type), ['poison']);
  assert.equal(tracker.queued, 0);
});

for (const answer of [status(401), status(404), status(500), () => new Response('<h1>Sign in to the airport</h1>')]) {
  test(`kept: ${answer().status} ${answer().headers.get('content-type')}`, async () => {
    const browser = new Browser();
    browser.answers = [answer, durable];
    const tracker = createTracker(browser.options);

    tracker.track('click');
    await browser.pass(100);
    assert.equal(tracker.queued, 1);
    await browser.pass(1500);

    assert.equal(tracker.queued, 0);
    assert.deepEqual(browser.dropped, []);
  });
}

/** The storefront's rule: more than five minutes ahead is refused, and so is what lies before 2000. */
const dated = (browser) =>
  each(({ timestamp }) => {
    const time = timestamp === undefined ? browser.serverTime() : Date.parse(timestamp);
    return time > browser.serverTime() + 300_000 || time < Date.UTC(2000, 0, 1) ? { status: 400, error: { errors: { timestamp: ['is ahead'] } } } : { status: 200, durable: true };
  });

for (const [name, clockError] of [['ahead', 86_400_000], ['in 1970', -Date.UTC(2026, 0, 15)]]) {
  test(`a clock ${name}: events get the storefront's time`, async () => {
    const browser = new Browser({ clockError });
    browser.answers = [dated(browser)];
    const tracker = createTracker(browser.options);

    tracker.track('click');
    await browser.pass(200);

    assert.deepEqual(browser.dropped, []);
    assert.equal(tracker.queued, 0);
    assert.ok(Math.abs(Date.parse(browser.events.at(-1).timestamp) - browser.serverTime()) < 2000, browser.events.at(-1).timestamp);
  });
}

test('a clock ahead, and an answer that may not tell the time: the storefront dates the event', async () => {
  const browser = new Browser({ clockError: 86_400_000 });
  browser.answers = [async (events) => ((answer) => (answer.headers.set('date', ''), answer))(dated(browser)(events))];
  const tracker = createTracker(browser.options);

  tracker.track('click');
  await browser.pass(200);

  assert.equal(browser.events.at(-1).timestamp, undefined);
  assert.equal(tracker.queued, 0);
});

test('a time given by the page is left as it is, and refused once', async () => {
  const browser = new Browser();
  browser.answers = [dated(browser)];
  const tracker = createTracker(browser.options);

  tracker.track('click', { timestamp: '2030-01-01T00:00:00Z' });
  await browser.pass(500);

  assert.equal(browser.requests.length, 1);
  assert.equal(browser.dropped.length, 1);
});

test('without consent nothing is sent, stored or minted, and what was stored goes', async () => {
  const browser = new Browser();
  browser.navigator.onLine = false;
  const before = createTracker(browser.options);
  before.track('click');
  assert.ok(Object.keys(browser.storage).length > 2);

  const tracker = createTracker({ ...browser.options, enabled: false });
  assert.deepEqual(Object.keys(browser.storage), []);
  assert.equal(tracker.track('click'), undefined);
  assert.equal(tracker.anonymousId + tracker.sessionId, '');
  tracker.identify('ann');
  await tracker.flushEvents();

  assert.deepEqual(Object.keys(browser.storage), []);
  assert.equal(browser.requests.length, 0);
});

test('consent withdrawn and given again: a new visitor, in every tab', async () => {
  const browser = new Browser();
  const [tracker, other] = [createTracker(browser.options), createTracker(browser.options)];
  const visitor = tracker.anonymousId;
  other.track('click');

  tracker.enabled = false;
  browser.dispatch('storage', { key: 'p13n:main:off', newValue: '1' });
  assert.equal(other.track('click'), undefined);
  assert.deepEqual(Object.keys(browser.storage), []);
  tracker.enabled = true;
  tracker.track('click');
  await browser.pass(100);

  assert.equal(browser.events.length, 1);
  assert.notEqual(tracker.anonymousId, visitor);
});

test('Do Not Track and Global Privacy Control mean no, unless the page asked and was allowed', () => {
  for (const signals of [{ doNotTrack: '1' }, { globalPrivacyControl: true }]) {
    const browser = new Browser({ signals });
    assert.equal(createTracker(browser.options).enabled, false);
    assert.equal(createTracker({ ...browser.options, enabled: true }).enabled, true);
  }
});

test('a full queue loses its oldest events, and says so', async () => {
  const browser = new Browser();
  browser.navigator.onLine = false;
  const tracker = createTracker({ ...browser.options, maxQueued: 3 });

  for (let i = 0; i < 5; i++) tracker.track(`t${i}`);

  assert.equal(tracker.queued, 3);
  assert.deepEqual(browser.dropped.map(({ event, reason }) => [event.type, reason]), [['t0', 'queue_full'], ['t1', 'queue_full']]);
  tracker.track('huge', { context: { text: 'x'.repeat(40_000) } });
  assert.equal(browser.dropped[2].reason, 'too_large');
});

test('refused storage: the queue lives in memory', async () => {
  const refused = new Proxy(new MemoryStorage(), { get: () => () => { throw new DOMException('no', 'SecurityError'); }, ownKeys: () => { throw new DOMException('no', 'SecurityError'); } });
  const browser = new Browser({ storage: refused });
  browser.answers = [away, durable];
  const tracker = createTracker(browser.options);
  const visitor = tracker.anonymousId;

  tracker.track('click');
  await browser.pass(1500);

  assert.equal(browser.requests.length, 2);
  assert.equal(tracker.queued, 0);
  assert.equal(tracker.anonymousId, visitor);
});

test('the next page finds what the last one could not send', async () => {
  const browser = new Browser();
  browser.answers = [away];
  createTracker(browser.options).track('click', { product_id: 'p1' });
  await browser.pass(100);
  const next = new Browser({ storage: browser.storage });
  const tracker = createTracker(next.options);

  await next.pass(4_000);
  assert.equal(next.events.length, 0);
  await next.pass(1_200);

  assert.deepEqual(next.events.map(({ event_id }) => event_id), browser.events.map(({ event_id }) => event_id));
  assert.equal(tracker.queued, 0);
});

test('a page that goes sends within the call, once', async () => {
  const browser = new Browser();
  const tracker = createTracker(browser.options);

  tracker.track('click');
  browser.dispatch('pagehide');
  browser.dispatch('pagehide');
  assert.equal(browser.requests.length, 1);
  await browser.pass(200);

  assert.equal(browser.requests.length, 1);
  assert.equal(tracker.queued, 0);
});

for (const locks of [undefined, null]) {
  test(`two tabs ${locks === null ? 'without Web Locks' : 'with Web Locks'} send each event once`, async () => {
    const browser = new Browser(locks === null ? { locks: undefined, signals: { locks: undefined } } : {});
    const slow = (events) => new Promise((resolve) => setTimeout(() => resolve(durable(events)), 300));
    browser.answers = [slow];
    const tabs = [createTracker(browser.options), createTracker(browser.options)];

    const ids = tabs.flatMap((tab) => [tab.track('click'), tab.track('view_details')]);
    await browser.pass(3000);

    assert.deepEqual(browser.events.map(({ event_id }) => event_id).sort(), ids.sort());
    assert.equal(tabs[0].queued, 0);
  });
}

test('the version is of the shopper at hand, and newer answers win over slower ones', async () => {
  const browser = new Browser();
  let release;
  const slow = (events) => new Promise((resolve) => (release = () => resolve(each(() => ({ status: 200, durable: true }))(events))));
  browser.answers = [slow, durable];
  const tracker = createTracker({ ...browser.options, userId: 'ann' });

  tracker.track('click');
  await browser.pass(100);
  tracker.track('click');
  browser.dispatch('pagehide');
  await settled();
  const newest = tracker.version;
  release();
  await browser.pass(100);
  assert.equal(tracker.version, newest);
  tracker.identify('bob');
  assert.equal(tracker.version, undefined);
  tracker.identify('ann');

  assert.equal(tracker.version, newest);
  assert.deepEqual(browser.versions, [newest]);
});

test('another tab\'s answer is this tab\'s version too', async () => {
  const browser = new Browser();
  const heard = [];
  const [tracker, other] = [createTracker(browser.options), createTracker({ onVersion: (version) => heard.push(version) })];

  tracker.track('click');
  await browser.pass(100);
  browser.dispatch('storage', { key: 'p13n:main:v', newValue: 'x' });

  assert.equal(other.version, tracker.version);
  assert.equal(heard.at(-1), tracker.version);
});

test('a session ends 30 minutes after its last event, a visitor by reset, an event keeps whom it was tracked for', async () => {
  const browser = new Browser();
  browser.navigator.onLine = false;
  const tracker = createTracker(browser.options);
  const [visitor, session] = [tracker.anonymousId, tracker.sessionId];

  tracker.track('click');
  tracker.identify('ann');
  tracker.track('click');
  mock.timers.tick(31 * 60_000);
  tracker.reset();
  tracker.track('click');
  browser.navigator.onLine = true;
  await tracker.flushEvents();

  const [first, second, third] = browser.events;
  assert.deepEqual([first.anonymous_id, first.user_id, second.user_id, second.anonymous_id], [visitor, undefined, 'ann', undefined]);
  assert.deepEqual([first.session_id, second.session_id], [session, session]);
  assert.notEqual(third.session_id, session);
  assert.notEqual(third.anonymous_id, visitor);
});
