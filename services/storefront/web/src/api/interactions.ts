import { currentShopper, identity, useShopper } from '../state/shopper';
import { call } from './http';
import type { Interaction, TrackAnswer } from './types';

const attempts = 3;

/**
 * Tells the shop what happened and returns whether it changed the preferences. The event id makes a retry harmless.
 * An event the shop cannot take is given up after a few tries: shopping goes on.
 */
export async function track(interaction: Interaction): Promise<boolean> {
  const event = { event_id: crypto.randomUUID(), timestamp: new Date().toISOString(), session_id: session(), ...identity(currentShopper()), ...interaction };
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await call<TrackAnswer>('/api/interactions/track', { body: event });
      useShopper.getState().saw(answer.version);
      return answer.preferences_changed;
    } catch {
      if (attempt === attempts) return false;
      await new Promise((resolve) => setTimeout(resolve, 250 * 2 ** attempt));
    }
  }
}

/** One session a tab: it ends with it. */
function session(): string {
  const known = sessionStorage.getItem('session');
  if (known !== null) return known;
  const minted = crypto.randomUUID();
  sessionStorage.setItem('session', minted);
  return minted;
}
