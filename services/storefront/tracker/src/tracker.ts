import type { DropReason, InteractionFields, TrackedEvent, Tracker, TrackerOptions } from './contract.js';

export type { DropReason, InteractionFields, TrackedEvent, Tracker, TrackerOptions } from './contract.js';

/** A queued event: times sent without a durable answer, not before when again, and whether its time was put right once. */
interface Entry {
  event: Omit<TrackedEvent, 'timestamp'> & { timestamp?: string | number };
  tries?: number;
  after?: number;
  dated?: boolean;
}

interface Result {
  index: number;
  status: number;
  durable?: boolean;
  error?: { errors?: Record<string, string[]> };
}

interface Answer {
  results: Result[];
  versions?: { user_id?: string; anonymous_id?: string; version: string }[];
}

const second = 1000;
const hour = 3600 * second;
const sessionIdle = 1800 * second;
/** Three retries a second, two and four apart, then one a minute: a queue that rests is not a queue that is lost. */
const quickRetries = 3;
const rest = 60 * second;
/** A page that hides may have 64 KiB under way: half for the request that runs, half for the last one. */
const requestBytes = 30_000;
const requestEvents = 200;
/**
 * Tabs are processes, and hear of each other's localStorage late: who takes over at once what another tab has just sent sends it again. So
 * each tab sends its own events, and those of others once they are as old as this: their tab is closed, or they are of the page before.
 */
const adoptAfter = 5 * second;
/** Closer than this, clocks agree: `Date` has whole seconds, and an answer travels. */
const clockTolerance = 10 * second;

const id = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
const bytes = (text: string) => new TextEncoder().encode(text).length;
/** Between half and all of it, so that tabs and shoppers do not come back together. */
const backOff = (tries: number) => (tries > quickRetries ? rest : second * 2 ** (tries - 1)) * (0.5 + Math.random() / 2);
/** Time left until then; a moment that lies far ahead was written under another clock. */
const left = (then: number | undefined) => {
  const time = (then ?? 0) - Date.now();
  return time > 0 && time <= hour ? time : 0;
};

/** Time until somebody else's event is anybody's; its name says when it was tracked. */
const foreign = (name: string) => left(Number(name.split(':')[1]) + adoptAfter);

/** Keys in localStorage, where every tab sees them; in memory where that is refused or full. */
function keys(prefix: string) {
  const memory = new Map<string, string>();
  const durable = <T>(work: (area: Storage) => T): T | undefined => {
    try {
      return work(localStorage);
    } catch {
      return undefined;
    }
  };
  const all = () => [...new Set([...(durable((area) => Object.keys(area)) ?? []).filter((key) => key.startsWith(prefix)), ...memory.keys()])];
  return {
    get: (name: string) => memory.get(prefix + name) ?? durable((area) => area.getItem(prefix + name)) ?? undefined,
    set(name: string, value: string) {
      const key = prefix + name;
      memory.delete(key);
      if (durable((area) => (area.setItem(key, value), true)) === undefined) memory.set(key, value);
    },
    del(name: string) {
      memory.delete(prefix + name);
      durable((area) => area.removeItem(prefix + name));
    },
    /** Names that begin so, in order. */
    names: (start: string) => all().map((key) => key.slice(prefix.length)).filter((name) => name.startsWith(start)).sort(),
  };
}

/** One tracker a page. Trackers of the same store in other tabs share its queue. */
export function createTracker(options: TrackerOptions = {}): Tracker {
  const { endpoint = '', store = 'main', maxQueued = 1000, batchDelay = 50, timeout = 10 * second } = options;
  const prefix = `p13n:${store}:`;
  const kept = keys(prefix);
  const busy = new Set<string>();
  const own = new Set<string>();
  const browser = navigator as Navigator & { globalPrivacyControl?: boolean };
  let enabled = options.enabled ?? !(browser.globalPrivacyControl || browser.doNotTrack === '1');
  let { userId, anonymousId } = options;
  let failures = 0;
  let pausedUntil = 0;
  let requestSize = requestEvents;
  let offset = 0;
  let bearer: string | undefined;
  let sent = 0;
  let newest = 0;
  let count = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<unknown> | undefined;

  const queue = () => kept.names('e:');
  /** Read each time: two tabs that mint one in the same moment agree as soon as they hear of each other. */
  const visitor = () => {
    const known = anonymousId ?? kept.get('id');
    if (known) return known;
    const minted = id();
    kept.set('id', minted);
    return minted;
  };
  const session = () => {
    const [known, last] = (kept.get('s') ?? '').split(' ');
    const current = known && Math.abs(Date.now() - Number(last)) < sessionIdle ? known : id();
    kept.set('s', `${current} ${Date.now()}`);
    return current;
  };
  const shopper = () => (userId === undefined ? { anonymous_id: visitor() } : { user_id: userId });
  const version = () => {
    const [known, whose] = enabled ? parse<[string, string]>(kept.get('v')) ?? [] : [];
    return whose === JSON.stringify(shopper()) ? known : undefined;
  };
  const drop = (name: string | undefined, event: Entry['event'], reason: DropReason, problem?: unknown) => {
    if (name) kept.del(name);
    if (options.onDrop) options.onDrop(event as TrackedEvent, reason, problem);
    else console.warn(`Personalization: event ${event.event_id} (${event.type}) was given up: ${reason}`, problem ?? '');
  };

  function track(type: string, fields: InteractionFields = {}) {
    if (!enabled) return undefined;
    const event: Entry['event'] = { event_id: id(), type, ...shopper(), session_id: session(), timestamp: Date.now(), ...fields };
    const text = JSON.stringify({ event });
    if (bytes(text) > requestBytes) {
      drop(undefined, event, 'too_large');
      return event.event_id;
    }
    // A name of its own: no tab ever writes over what another one keeps. Names sort by time.
    const name = `e:${Date.now()}:${String(count++ % 1e6).padStart(6, '0')}:${event.event_id}`;
    kept.set(name, text);
    own.add(name);
    for (const oldest of queue().slice(0, -maxQueued)) drop(oldest, parse<Entry>(kept.get(oldest))?.event ?? event, 'queue_full');
    plan(true);
    return event.event_id;
  }

  /** What may go into one request now. */
  function pick(ownOnly?: boolean) {
    const batch: [string, Entry][] = [];
    let room = requestBytes;
    for (const name of queue()) {
      const text = busy.has(name) || (!own.has(name) && (ownOnly || foreign(name))) ? undefined : kept.get(name);
      const entry = parse<Entry>(text);
      if (!entry || !text || left(entry.after)) continue;
      room -= bytes(text);
      if ((room < 0 && batch.length) || batch.length === requestSize) break;
      batch.push([name, entry]);
    }
    return batch;
  }

  /** False: nothing more for now. Runs up to the request itself without waiting when the page goes. */
  async function send(batch: [string, Entry][], going?: boolean): Promise<boolean> {
    const began = ++sent;
    for (const [name] of batch) busy.add(name);
    try {
      if (!going && options.token) bearer = await options.token();
      const response = await fetch(`${endpoint}/api/interactions/track/batch`, {
        method: 'POST',
        keepalive: true,
        signal: AbortSignal.timeout(timeout),
        headers: { 'content-type': 'application/json', 'x-store-id': store, ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) },
        body: JSON.stringify({
          events: batch.map(([, { event }]) => (typeof event.timestamp === 'number' ? { ...event, timestamp: new Date(event.timestamp + offset).toISOString() } : event)),
        }),
      });
      const ahead = Date.parse(response.headers.get('date') ?? '') - Date.now();
      if (!isNaN(ahead)) offset = Math.abs(ahead) < clockTolerance ? 0 : ahead;
      const asked = response.headers.get('retry-after');
      const wait = asked ? (isNaN(+asked) ? Date.parse(asked) - Date.now() - offset : +asked * second) : 0;
      if (wait > 0) kept.set('w', `${Date.now() + wait}`);
      const { status } = response;
      if (!response.ok && status !== 400 && status !== 413 && status !== 422) throw response;
      const answer = (await response.json()) as Answer;
      if (!enabled) return false;
      if (response.ok) for (const result of answer.results) settle(batch[result.index], result);
      // All of it was refused: halves find the one that is to blame.
      else if (batch.length > 1) requestSize = batch.length >> 1;
      else settle(batch[0], { index: 0, status, error: answer as unknown as Result['error'] });
      if (response.ok || batch.length === 1) requestSize = requestEvents;
      failures = pausedUntil = 0;
      learn(answer, began);
      return true;
    } catch (failure) {
      // No answer, none that can be read (a sign-in page in between), or one that says later: everything is kept.
      if (!failures) console.warn('Personalization: events wait,', failure instanceof Response ? `answered ${failure.status}` : failure);
      pausedUntil = Date.now() + backOff(++failures);
      return false;
    } finally {
      for (const [name] of batch) busy.delete(name);
    }
  }

  function settle(entry: [string, Entry] | undefined, { status, durable, error }: Result) {
    if (!entry) return;
    const [name, { event, tries = 0, dated }] = entry;
    // Another tab may have had a durable answer meanwhile.
    if (kept.get(name) === undefined) return;
    if (status === 200 && durable !== false) {
      kept.del(name);
    } else if (status < 400 || status > 499 || [401, 403, 408, 429].includes(status)) {
      kept.set(name, JSON.stringify({ event, tries: tries + 1, after: Date.now() + backOff(tries + 1), dated }));
    } else if (!dated && typeof event.timestamp === 'number' && Object.keys(error?.errors ?? {}).some((field) => field.endsWith('timestamp'))) {
      // This clock is wrong. Where the answer did not tell the time, the storefront dates the event.
      const { timestamp, ...undated } = event;
      kept.set(name, JSON.stringify({ event: offset ? event : undated, tries, dated: true }));
    } else {
      drop(name, event, 'refused', error);
    }
    if (kept.get(name) === undefined) own.delete(name);
  }

  /** Requests may overtake each other: what was asked later knows more. */
  function learn(answer: Answer, began: number) {
    const found = answer.versions?.find((one) => (userId === undefined ? one.anonymous_id === visitor() : one.user_id === userId));
    if (!found || began < newest) return;
    newest = began;
    kept.set('v', JSON.stringify([found.version, JSON.stringify(shopper())]));
    options.onVersion?.(found.version);
  }

  async function drain() {
    while (enabled && navigator.onLine !== false && !left(pausedUntil) && !left(Number(kept.get('w')))) {
      const batch = pick();
      if (!batch.length || !(await send(batch))) return;
    }
  }

  /** One tab sends at a time. Without Web Locks (pages that are not secure) a lease stands in; what both send all the same counts once. */
  async function alone() {
    if (navigator.locks) return navigator.locks.request(prefix, drain);
    const mine = id();
    if (left(Number(kept.get('l')?.split(' ')[1]))) return;
    kept.set('l', `${mine} ${Date.now() + timeout}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (!kept.get('l')?.startsWith(mine)) return;
    try {
      await drain();
    } finally {
      kept.del('l');
    }
  }

  const flush = () => (running ??= alone().catch(() => {}).finally(() => ((running = undefined), plan())));

  /** Sets the time of the next request, where there is something to send: at once for a new event. */
  function plan(fresh?: boolean) {
    clearTimeout(timer);
    const names = enabled && !running && navigator.onLine !== false ? queue().filter((name) => !busy.has(name)) : [];
    if (!names.length) return;
    const soonest = fresh ? 0 : Math.min(...names.map((name) => Math.max(left(parse<Entry>(kept.get(name))?.after), own.has(name) ? 0 : foreign(name))));
    timer = setTimeout(() => void flush(), Math.max(batchDelay, soonest, left(pausedUntil), left(Number(kept.get('w')))));
  }

  function again() {
    failures = pausedUntil = 0;
    plan();
  }

  function hide() {
    const batch = enabled && !left(Number(kept.get('w'))) ? pick(true) : [];
    if (batch.length) void send(batch, true).then(() => plan());
  }

  function forget() {
    for (const name of kept.names('')) kept.del(name);
    clearTimeout(timer);
  }

  addEventListener('pagehide', hide);
  addEventListener('pageshow', again);
  addEventListener('online', again);
  document.addEventListener('visibilitychange', () => (document.visibilityState === 'hidden' ? hide() : again()));
  addEventListener('storage', ({ key, newValue }) => {
    // The shopper opted out in another tab, or that tab has a newer answer.
    if (key === `${prefix}off`) enabled = false;
    else if (key === `${prefix}v` && newValue !== null && version() !== undefined) options.onVersion?.(version()!);
  });
  if (enabled) plan();
  else forget();

  return {
    get enabled() {
      return enabled;
    },
    set enabled(value) {
      if (enabled === value) return;
      enabled = value;
      if (value) {
        plan();
        return;
      }
      forget();
      anonymousId = undefined;
      // Told to the other tabs, and gone: nothing stays.
      kept.set('off', '1');
      kept.del('off');
    },
    get anonymousId() {
      return enabled ? visitor() : '';
    },
    get sessionId() {
      return enabled ? session() : '';
    },
    get version() {
      return version();
    },
    get queued() {
      return queue().length;
    },
    track,
    trackPersonalizationView: (contentId, segmentId, experimentId) =>
      track('personalization_view', { content_id: contentId, segment_id: segmentId, experiment_id: experimentId }),
    async flushEvents() {
      await running;
      await flush();
    },
    identify(user, visitorId) {
      userId = user;
      anonymousId = visitorId ?? anonymousId;
    },
    reset() {
      userId = anonymousId = undefined;
      for (const name of ['id', 's', 'v']) kept.del(name);
    },
  };
}

function parse<T>(text: string | undefined): T | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}
