import { createTracker } from '@personalization/tracker';
import { useShopper } from '../state/shopper';
import { token } from '../state/token';
import { answered } from './live';
import type { Interaction } from './types';

const whoShops = (): [string | undefined, string] => {
  const { userId, guestId } = useShopper.getState();
  return [userId, guestId];
};

/** The shop's own page is a page like any other: it tells what happens through the tracker, which loses nothing. */
export const tracker = createTracker({
  userId: whoShops()[0],
  anonymousId: whoShops()[1],
  onVersion: answered,
  token: () => token,
});

useShopper.subscribe((now, before) => {
  if (now.userId !== before.userId || now.guestId !== before.guestId) tracker.identify(...whoShops());
});

/** Takes what happened into the queue. What it teaches shows as soon as it is answered. */
export const track = ({ type, ...fields }: Interaction) => void tracker.track(type, { ...fields, context: fields.context && { ...fields.context } });
