import { createTracker, type TrackerOptions } from './tracker.js';

// The classic script reports to the storefront it was loaded from, whatever site the page belongs to.
const source = (document.currentScript as HTMLScriptElement | null)?.src;
const endpoint = source ? new URL(source).origin : '';

(globalThis as { Personalization?: unknown }).Personalization = {
  createTracker: (options: TrackerOptions = {}) => createTracker({ endpoint, ...options }),
};
