/** What may be said about an interaction beside its type; names as in the public HTTP contract. */
export interface InteractionFields {
  product_id?: string;
  decision_id?: string;
  list_id?: string;
  content_id?: string;
  segment_id?: string;
  experiment_id?: string;
  /** RFC 3339 text. Left out: the moment of the call, corrected by the storefront's clock. */
  timestamp?: string;
  context?: Record<string, unknown>;
}

/** An event as it is sent. `event_id` is minted once and kept through every retry, so that a repeat counts once. */
export interface TrackedEvent extends InteractionFields {
  event_id: string;
  type: string;
  user_id?: string;
  anonymous_id?: string;
  session_id?: string;
}

/** Why an event was given up: refused by the storefront (it would be again), larger than a request may be, or pushed out of a full queue. */
export type DropReason = 'refused' | 'too_large' | 'queue_full';

export interface TrackerOptions {
  /** Origin of the storefront, such as `https://personalization.example`. Default: the page's own; of the classic script: where it was loaded from. */
  endpoint?: string;
  /** The store (`X-Store-Id`). Default `main`. */
  store?: string;
  /** The signed-in shopper. Left out: the visitor of this browser. */
  userId?: string;
  /** The visitor's id, where the page keeps one of its own. Left out: minted and kept by the tracker. */
  anonymousId?: string;
  /**
   * Consent. False: nothing is sent, stored or minted, and what earlier pages stored is deleted. Left out: true, unless the browser sends
   * Global Privacy Control or Do Not Track. True is consent that was asked for: it goes before the browser's signal.
   */
  enabled?: boolean;
  /** The shopper's token, asked for before each request (bearer mode). */
  token?: () => string | undefined | Promise<string | undefined>;
  /** Events kept at most, sent or not; beyond it the oldest go. Default 1000. */
  maxQueued?: number;
  /** How long an event waits for others to share its request. Milliseconds, default 50. */
  batchDelay?: number;
  /** Nothing came back: the request is given up and its events are sent again. Milliseconds, default 10000. */
  timeout?: number;
  /** An event was given up. `problem` is the storefront's RFC 9457 answer. Default: a warning on the console. */
  onDrop?: (event: TrackedEvent, reason: DropReason, problem?: unknown) => void;
  /** The shopper's state has a new version, learned by this tab or another. */
  onVersion?: (version: string) => void;
}

export interface Tracker {
  /** False: see {@link TrackerOptions.enabled}. */
  enabled: boolean;
  /** The visitor's id; empty while disabled. */
  readonly anonymousId: string;
  /** The session: 30 minutes after its last event a new one begins. Empty while disabled. */
  readonly sessionId: string;
  /** The version of the last answer about the current shopper: give it to reads as `min_version`, and they show at least that. */
  readonly version: string | undefined;
  /** Events not yet durable. */
  readonly queued: number;
  /** Takes an interaction into the queue. Returns its `event_id`, or undefined while disabled. Never throws. */
  track(type: string, fields?: InteractionFields): string | undefined;
  /** A piece of personalized content was shown. */
  trackPersonalizationView(contentId: string, segmentId?: string, experimentId?: string): string | undefined;
  /** Sends what may be sent now; resolves when it was answered or failed. Never rejects. A demanded Retry-After is kept. */
  flushEvents(): Promise<void>;
  /** Who shops from here on. Events already tracked stay with whom they were tracked for. No user id: the visitor. */
  identify(userId?: string, anonymousId?: string): void;
  /** Forgets visitor, session and version, for instance after signing out: the next event is a new visitor's. */
  reset(): void;
}
