import { useQueries } from '@tanstack/react-query';
import { call } from '../api/http';
import type { Product } from '../api/types';
import { price } from '../product/price';
import { ProductImage } from '../product/ProductImage';
import { useView } from '../state/view';
import { QuantitySelector } from './QuantitySelector';
import { useCart, useSetQuantity } from './useCart';

/** The persistent cart, at the side. */
export function CartDrawer() {
  const { cartOpen, toggleCart } = useView();
  const items = useCart().data?.items ?? [];
  const products = useQueries({
    queries: items.map((item) => ({
      queryKey: ['product', item.product_id],
      queryFn: () => call<Product>(`/api/products/${encodeURIComponent(item.product_id)}`),
      staleTime: 60_000,
      enabled: cartOpen,
    })),
  });
  const setQuantity = useSetQuantity();
  if (!cartOpen) return null;
  return (
    <div className="fixed inset-0 z-40 flex justify-end bg-leaf-900/40" onClick={() => toggleCart(false)}>
      <aside aria-label="Cart" className="flex h-full w-full max-w-md flex-col bg-cream p-6 shadow-2xl" onClick={(event) => event.stopPropagation()}>
        <div className="mb-4 flex items-center justify-between">
          <h2 className="text-xl font-bold">Your cart</h2>
          <button type="button" aria-label="Close the cart" onClick={() => toggleCart(false)} className="grid size-9 place-items-center rounded-full text-xl hover:bg-leaf-100">
            ×
          </button>
        </div>
        {items.length === 0 && <p className="text-ink/60">It is empty. It stays with you, also on your other devices once you sign in.</p>}
        <ul className="flex grow flex-col gap-3 overflow-y-auto">
          {items.map((item, index) => {
            const product = products[index]?.data ?? { id: item.product_id, name: item.product_id, categories: [], attributes: [], in_stock: true };
            return (
              <li key={item.product_id} className="flex items-center gap-3 rounded-2xl bg-white p-3 shadow-card">
                <ProductImage product={product} className="size-14 shrink-0 rounded-xl" />
                <div className="min-w-0 grow">
                  <p className="truncate text-sm font-semibold">{product.name}</p>
                  <p className="text-xs text-ink/50">{price(product) ?? ''}</p>
                </div>
                <QuantitySelector label={`Quantity of ${product.name}`} value={item.quantity} onChange={(quantity) => setQuantity.mutate({ product, quantity, before: item.quantity })} />
                <button type="button" aria-label={`Remove ${product.name}`} onClick={() => setQuantity.mutate({ product, quantity: 0, before: item.quantity })} className="text-ink/40 hover:text-ink">
                  ×
                </button>
              </li>
            );
          })}
        </ul>
      </aside>
    </div>
  );
}
