import type { Cart } from '../api/types';

const slot = 'cart';

interface KeptCart {
  shopper: string;
  cart: Cart;
}

/** The cart as the shop answered it last, if it is this shopper's: shown until the shop answers again. */
export function keptCart(shopper: string): Cart | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(slot) ?? 'null') as KeptCart | null;
    return kept?.shopper === shopper ? kept.cart : undefined;
  } catch {
    // No storage in this browser, or something else's words in the slot: the shop has the cart.
    return undefined;
  }
}

export function keepCart(shopper: string, cart: Cart): Cart {
  try {
    localStorage.setItem(slot, JSON.stringify({ shopper, cart } satisfies KeptCart));
  } catch {
    // Full or forbidden: the shop has the cart.
  }
  return cart;
}
