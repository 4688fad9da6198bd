import type { Product } from '../api/types';

/** The price as a shopper reads it; undefined where the shop has none. */
export function price({ price: amount, currency }: Pick<Product, 'price' | 'currency'>): string | undefined {
  if (amount === null) return undefined;
  return currency === null ? amount.toFixed(2) : new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount);
}
