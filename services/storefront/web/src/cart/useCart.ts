import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { ApiError, call } from '../api/http';
import { track } from '../api/interactions';
import { isPassing, retryDelay, shouldRetry } from '../api/retry';
import type { Cart, CartItem, Product } from '../api/types';
import { currentShopper, shopperKey, shopperPath, useShopper, type Shopper } from '../state/shopper';
import { useView } from '../state/view';
import { keepCart, keptCart } from './keptCart';

const attempts = 4;
const askAgain = 5_000;
const freshFor = 60_000;

interface Change {
  product: Product;
  quantity: number;
  before: number;
}

const cartKey = (shopper: Shopper) => ['cart', shopperKey(shopper)];

/** The cart of who shops here: what this browser kept at once, what the shop holds as soon as it answers, however long that takes. */
export function useCart() {
  useShopper((state) => state.userId);
  useShopper((state) => state.guestId);
  const shopper = currentShopper();
  return useQuery({
    queryKey: cartKey(shopper),
    queryFn: ({ signal }) => read(shopper, signal),
    initialData: () => keptCart(shopperKey(shopper)),
    initialDataUpdatedAt: 0,
    // Each card of a list that changes looks at the cart; what was just read or written is good for all of them.
    staleTime: freshFor,
    refetchInterval: ({ state }) => (state.status === 'error' && state.error !== null && isPassing(state.error) ? askAgain : false),
  });
}

/** Sets the quantity of a product in the cart (0 takes it out): shown at once, kept by the shop, and learned from. */
export function useSetQuantity() {
  const client = useQueryClient();
  return useMutation({
    // One change after the other: each starts from the cart that the one before it left.
    scope: { id: 'cart' },
    mutationFn: ({ product, quantity }: Change) => change(client, (items) => withQuantity(items, product.id, quantity)),
    retry: shouldRetry,
    retryDelay,
    onMutate: async ({ product, quantity }) => {
      const shopper = currentShopper();
      const key = cartKey(shopper);
      await client.cancelQueries({ queryKey: key });
      client.setQueryData<Cart>(key, (old) => ({ status: 'active', version: '', ...old, items: withQuantity(old?.items ?? [], product.id, quantity) }));
      return key;
    },
    onError: (error, _, key) => {
      useView.getState().notify(error.message);
      void client.invalidateQueries({ queryKey: key });
    },
    onSuccess: (_, made) => tell(made),
  });
}

export interface Line {
  product: Product;
  quantity: number;
}

/** Buys what is in the cart: one order, a line a product. The shop learns from it, and the cart is empty again. */
export function useBuy() {
  const client = useQueryClient();
  return useMutation({
    scope: { id: 'cart' },
    mutationFn: (_: Line[]) => change(client, () => []),
    retry: shouldRetry,
    retryDelay,
    onError: (error) => useView.getState().notify(error.message),
    onSuccess: (_, lines) => {
      const order = crypto.randomUUID();
      lines.forEach(({ product, quantity }, index) =>
        track({
          type: 'purchase',
          product_id: product.id,
          context: { quantity, price: product.price ?? undefined, currency: product.currency ?? undefined, order_id: order, line_id: `${index + 1}` },
        }),
      );
      useView.getState().notify('Thank you. Nothing is charged here; what you bought is remembered.');
    },
  });
}

function tell({ product, quantity, before }: Change) {
  const type = quantity === 0 ? 'remove_from_cart' : before === 0 ? 'add_to_cart' : quantity > before ? 'quantity_increase' : undefined;
  if (type !== undefined) track({ type, product_id: product.id, context: { quantity, price: product.price ?? undefined, currency: product.currency ?? undefined } });
}

async function read(shopper: Shopper, signal?: AbortSignal): Promise<Cart> {
  return keepCart(shopperKey(shopper), await call<Cart>(shopperPath(shopper, 'cart'), { signal }));
}

/** Applies one change to the cart that the shop holds; a cart changed meanwhile, in another tab or on another device, is read and changed again. */
async function change(client: QueryClient, apply: (items: CartItem[]) => CartItem[]): Promise<void> {
  const shopper = currentShopper();
  const path = shopperPath(shopper, 'cart');
  for (let base = keptCart(shopperKey(shopper)), attempt = 1; ; base = undefined, attempt++) {
    base ??= await read(shopper);
    try {
      const items = apply(base.items);
      const cart = await call<Cart>(path, { method: 'PUT', headers: { 'if-match': `"${base.version}"` }, body: { items } });
      client.setQueryData(cartKey(shopper), keepCart(shopperKey(shopper), cart));
      return;
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 409) || attempt === attempts) throw error;
    }
  }
}

function withQuantity(items: CartItem[], productId: string, quantity: number): CartItem[] {
  const others = items.filter((item) => item.product_id !== productId);
  const added = items.find((item) => item.product_id === productId)?.added_at ?? new Date().toISOString();
  return quantity === 0 ? others : [...others, { product_id: productId, quantity, added_at: added }];
}
