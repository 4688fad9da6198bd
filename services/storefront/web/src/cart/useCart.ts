import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/http';
import { track } from '../api/interactions';
import { useLearned } from '../api/queries';
import type { Cart, CartItem, Product } from '../api/types';
import { currentShopper, shopperKey, shopperPath, useShopper } from '../state/shopper';
import { useView } from '../state/view';

const cartKey = () => ['cart', shopperKey(currentShopper())];

export function useCart() {
  useShopper((state) => state.userId);
  const shopper = currentShopper();
  return useQuery({ queryKey: cartKey(), queryFn: ({ signal }) => call<Cart>(shopperPath(shopper, 'cart'), { signal }) });
}

/** Sets the quantity of a product in the cart (0 takes it out): shown at once, kept by the shop, and learned from. */
export function useSetQuantity() {
  const client = useQueryClient();
  const learned = useLearned();
  return useMutation({
    mutationFn: async ({ product, quantity, before }: { product: Product; quantity: number; before: number }) => {
      const items = withQuantity(client.getQueryData<Cart>(cartKey())?.items ?? [], product.id, quantity);
      const cart = await call<Cart>(shopperPath(currentShopper(), 'cart'), { method: 'PUT', body: { items } });
      const type = quantity === 0 ? 'remove_from_cart' : before === 0 ? 'add_to_cart' : quantity > before ? 'quantity_increase' : undefined;
      if (type !== undefined && (await track({ type, product_id: product.id, context: { quantity, price: product.price, currency: product.currency } }))) void learned();
      return cart;
    },
    onMutate: async ({ product, quantity }) => {
      const key = cartKey();
      await client.cancelQueries({ queryKey: key });
      const previous = client.getQueryData<Cart>(key);
      client.setQueryData<Cart>(key, (old) => ({ status: 'active', version: '', ...old, items: withQuantity(old?.items ?? [], product.id, quantity) }));
      return { key, previous };
    },
    onError: (error, _, context) => {
      if (context !== undefined) client.setQueryData(context.key, context.previous);
      useView.getState().notify(error.message);
    },
    onSuccess: (cart) => client.setQueryData(cartKey(), cart),
  });
}

function withQuantity(items: CartItem[], productId: string, quantity: number): CartItem[] {
  const others = items.filter((item) => item.product_id !== productId);
  const added = items.find((item) => item.product_id === productId)?.added_at ?? new Date().toISOString();
  return quantity === 0 ? others : [...others, { product_id: productId, quantity, added_at: added }];
}
