import { useEffect, useRef, useState } from 'react';
import { track } from '../api/interactions';
import { QuantitySelector } from '../cart/QuantitySelector';
import { useCart, useSetQuantity } from '../cart/useCart';
import { useView } from '../state/view';
import { labels } from './labels';
import { price } from './price';
import { ProductImage } from './ProductImage';

/** Details of the product that was opened. How long it was looked at is told when it is closed. */
export function ProductDialog() {
  const { open, close } = useView();
  const dialog = useRef<HTMLDialogElement>(null);
  const productId = open?.product.id;

  useEffect(() => {
    if (productId === undefined) return;
    dialog.current?.showModal();
    const opened = performance.now();
    return () => {
      const seconds = Math.round((performance.now() - opened) / 1000);
      if (seconds >= 10) track({ type: 'dwell', product_id: productId, context: { time_on_page: seconds } });
    };
  }, [productId]);

  if (open === undefined) return null;
  const { product } = open;
  return (
    <dialog
      ref={dialog}
      onClose={close}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
      aria-label={product.name}
      className="m-auto w-full max-w-3xl overflow-hidden rounded-3xl bg-white p-0 shadow-2xl backdrop:bg-leaf-900/50"
    >
      <div className="grid sm:grid-cols-2">
        <ProductImage product={product} className="min-h-64 sm:min-h-96" />
        <div className="flex flex-col gap-4 p-7">
          <div className="flex items-start justify-between gap-4">
            <div>
              {product.brand !== null && <p className="text-xs font-medium uppercase tracking-wide text-ink/70">{product.brand}</p>}
              <h2 className="text-2xl font-bold leading-tight">{product.name}</h2>
            </div>
            <button type="button" aria-label="Close" onClick={() => dialog.current?.close()} className="grid size-9 shrink-0 place-items-center rounded-full text-xl hover:bg-leaf-50">
              ×
            </button>
          </div>
          <p className="text-2xl font-bold tabular-nums">{price(product) ?? ''}</p>
          <p className="text-sm text-ink/70">{product.categories.slice(0, 5).join(' · ')}</p>
          <ul className="flex flex-wrap gap-1.5">
            {labels(product.attributes)
              .slice(0, 10)
              .map((label) => (
                <li key={label} className="rounded-full bg-leaf-50 px-2.5 py-1 text-xs text-leaf-800">
                  {label}
                </li>
              ))}
          </ul>
          {open.reasons.length > 0 && (
            <div className="rounded-2xl bg-leaf-50 p-4 text-sm">
              <p className="font-semibold text-leaf-800">Why you see it here</p>
              <ul className="mt-1 list-inside list-disc text-leaf-800/90">
                {open.reasons.map((reason) => (
                  <li key={reason}>{reason}</li>
                ))}
              </ul>
            </div>
          )}
          <BuyRow key={product.id} usual={open.suggestedQuantity} />
        </div>
      </div>
    </dialog>
  );
}

function BuyRow({ usual }: { usual?: number }) {
  const product = useView((state) => state.open?.product);
  const inCart = useCart().data?.items.find((item) => item.product_id === product?.id)?.quantity ?? 0;
  const setQuantity = useSetQuantity();
  const [quantity, setChosen] = useState(inCart > 0 ? inCart : (usual ?? 1));
  if (product === undefined) return null;
  return (
    <div className="mt-auto flex items-center gap-4 pt-4">
      <QuantitySelector label={`Quantity of ${product.name}`} value={quantity} usual={usual} onChange={setChosen} />
      <button
        type="button"
        disabled={!product.in_stock || quantity === inCart}
        onClick={() => setQuantity.mutate({ product, quantity, before: inCart })}
        className="grow rounded-full bg-leaf-700 px-5 py-3 font-semibold text-white hover:bg-leaf-800 disabled:bg-ink/20"
      >
        {inCart === 0 ? 'Add to cart' : quantity === inCart ? 'In your cart' : 'Update cart'}
      </button>
    </div>
  );
}
