import { useQueries } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { call } from '../api/http';
import type { Product } from '../api/types';
import { price } from '../product/price';
import { ProductImage } from '../product/ProductImage';
import { useView } from '../state/view';
import { QuantitySelector } from './QuantitySelector';
import { useBuy, useCart, useSetQuantity } from './useCart';

/** The persistent cart, at the side. */
export function CartDrawer() {
  const { cartOpen, toggleCart } = useView();
  const dialog = useRef<HTMLDialogElement>(null);
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
  const buy = useBuy();
  const known = products.flatMap(({ data }) => data ?? []);
  // The browser's own modal: it keeps the focus inside, closes with Escape, and gives the focus back.
  useEffect(() => {
    if (cartOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [cartOpen]);
  const close = () => toggleCart(false);
  const currency = products.find(({ data }) => data && data.currency !== null)?.data?.currency ?? null;
  // A total that leaves out what has no price would be a lie.
  const priced = items.length > 0 && products.every(({ data }) => data && data.price !== null);
  const total = items.reduce((sum, item, index) => sum + item.quantity * (products[index]?.data?.price ?? 0), 0);
  return (
    <dialog
      ref={dialog}
      aria-label="Cart"
      onClose={close}
      onClick={(event) => event.target === dialog.current && close()}
      className="m-0 ml-auto h-dvh max-h-none w-full max-w-md bg-cream p-0 text-ink shadow-2xl backdrop:bg-leaf-900/40"
    >
      <div className="flex h-full flex-col p-6">
        <div className="mb-4 flex items-center justify-between">
          <h2 className="text-xl font-bold">Your cart</h2>
          <button type="button" aria-label="Close the cart" onClick={close} className="grid size-9 place-items-center rounded-full text-xl hover:bg-leaf-100">
            ×
          </button>
        </div>
        {items.length === 0 && <p className="text-ink/70">It is empty. It stays with you, also on your other devices once you sign in.</p>}
        <ul className="flex grow flex-col gap-3 overflow-y-auto">
          {items.map((item, index) => {
            const product = products[index]?.data ?? { id: item.product_id, name: item.product_id, categories: [], attributes: [], brand: null, price: null, currency: null, in_stock: true, image_url: null };
            return (
              <li key={item.product_id} className="flex items-center gap-3 rounded-2xl bg-white p-3 shadow-card">
                <ProductImage product={product} className="size-14 shrink-0 rounded-xl" />
                <div className="min-w-0 grow">
                  <p className="line-clamp-2 text-sm font-semibold">{product.name}</p>
                  <p className="text-xs text-ink/70">{price(product) ?? ''}</p>
                </div>
                <QuantitySelector label={`Quantity of ${product.name}`} value={item.quantity} onChange={(quantity) => setQuantity.mutate({ product, quantity, before: item.quantity })} />
                <button type="button" aria-label={`Remove ${product.name}`} onClick={() => setQuantity.mutate({ product, quantity: 0, before: item.quantity })} className="text-ink/70 hover:text-ink">
                  ×
                </button>
              </li>
            );
          })}
        </ul>
        {priced && (
          <p className="mt-4 flex justify-between border-t border-leaf-200 pt-4 text-lg font-bold">
            Total <span className="tabular-nums">{price({ price: total, currency })}</span>
          </p>
        )}
        {items.length > 0 && (
          <button
            type="button"
            disabled={buy.isPending || known.length < items.length}
            onClick={() => buy.mutate(items.flatMap(({ product_id, quantity }) => known.filter(({ id }) => id === product_id).map((product) => ({ product, quantity }))), { onSuccess: close })}
            className="mt-4 rounded-full bg-leaf-700 px-6 py-3 font-semibold text-white hover:bg-leaf-800 disabled:bg-ink/20"
          >
            Buy now
          </button>
        )}
      </div>
    </dialog>
  );
}
