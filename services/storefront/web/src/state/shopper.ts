import { create } from 'zustand';
import { persist } from 'zustand/middleware';

/** Who shops here: a guest with an id of this browser, or somebody signed in. */
export interface Shopper {
  kind: 'guest' | 'known';
  id: string;
}

interface ShopperState {
  guestId: string;
  userId?: string;
  /** The newest version this browser has been told: later reads ask for at least that. */
  version?: string;
  signIn(userId: string, version?: string): void;
  signOut(): void;
  saw(version: string | undefined): void;
}

export const useShopper = create<ShopperState>()(
  persist(
    (set) => ({
      guestId: crypto.randomUUID(),
      signIn: (userId, version) => set({ userId, version }),
      // A guest who signs out starts anew: the old visitor id now belongs to the account.
      signOut: () => set({ userId: undefined, version: undefined, guestId: crypto.randomUUID() }),
      saw: (version) => version !== undefined && set({ version }),
    }),
    { name: 'shopper' },
  ),
);

// A stored state is written with its first change only; the id of a visitor has to be there for the very next page of this browser.
useShopper.setState({});

export function currentShopper(): Shopper {
  const { userId, guestId } = useShopper.getState();
  return userId === undefined ? { kind: 'guest', id: guestId } : { kind: 'known', id: userId };
}

/** The identity fields of a request body. */
export const identity = (shopper: Shopper) => (shopper.kind === 'known' ? { user_id: shopper.id } : { anonymous_id: shopper.id });

/** The path of a shopper's resource, such as `cart`. */
export const shopperPath = (shopper: Shopper, resource: string) =>
  `/api/users/${encodeURIComponent(shopper.id)}/${resource}${shopper.kind === 'guest' ? '?as=anonymous' : ''}`;

export const shopperKey = (shopper: Shopper) => `${shopper.kind}:${shopper.id}`;
