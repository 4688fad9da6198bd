import { useState } from 'react';
import type { RankedProduct } from '../api/types';
import { QuantitySelector } from '../cart/QuantitySelector';
import { useCart, useSetQuantity } from '../cart/useCart';
import { labels } from '../product/labels';
import { price } from '../product/price';
import { ProductImage } from '../product/ProductImage';

/** One result: what it is, why it stands here, and how to buy it. */
export function ProductCard({ result, onOpen }: { result: RankedProduct; onOpen(): void }) {
  const { product } = result;
  const inCart = useCart().data?.items.find((item) => item.product_id === product.id)?.quantity ?? 0;
  const setQuantity = useSetQuantity();
  const usual = result.suggested_quantity ?? undefined;
  const [chosen, setChosen] = useState<number>();
  const quantity = inCart > 0 ? inCart : (chosen ?? usual ?? 1);
  const reason = result.personalized ? result.reasons[0] : undefined;
  return (
    <li
      data-testid="card"
      data-product={product.id}
      data-personalized={result.personalized}
      className={`group flex flex-col overflow-hidden rounded-2xl bg-white shadow-card ring-1 transition hover:-translate-y-0.5 ${result.personalized ? 'ring-leaf-500/50' : 'ring-black/5'}`}
    >
      {/* The name below does the same: once is enough for keys and screen readers. */}
      <button type="button" tabIndex={-1} aria-hidden onClick={onOpen} className="relative text-left">
        <ProductImage product={product} className="h-40 w-full" />
        {result.badges.length > 0 && (
          <span data-testid="badge" className="absolute left-3 top-3 flex items-center gap-1 rounded-full bg-leaf-800/95 px-2.5 py-1 text-[11px] font-semibold text-white">
            <span aria-hidden>✦</span>
            {result.badges[0]}
          </span>
        )}
        {!product.in_stock && <span className="absolute right-3 top-3 rounded-full bg-white/90 px-2 py-1 text-[11px] font-medium text-ink/70">Out of stock</span>}
      </button>
      <div className="flex grow flex-col gap-2 p-4">
        <button type="button" onClick={onOpen} className="text-left">
          {product.brand !== null && <span className="block truncate text-xs font-medium uppercase tracking-wide text-ink/70">{product.brand}</span>}
          <span data-testid="name" className="line-clamp-2 font-semibold leading-snug group-hover:text-leaf-700">
            {product.name}
          </span>
        </button>
        <ul className="flex flex-wrap gap-1">
          {labels(product.attributes)
            .slice(0, 3)
            .map((label) => (
              <li key={label} className="rounded-full bg-leaf-50 px-2 py-0.5 text-[11px] text-leaf-800">
                {label}
              </li>
            ))}
        </ul>
        {reason !== undefined && (
          <p data-testid="reason" className="text-xs leading-snug text-leaf-700" title={result.reasons.join('\n')}>
            {reason}
          </p>
        )}
        <div className="mt-auto flex items-center justify-between gap-2 pt-2">
          <span className="text-lg font-bold tabular-nums">{price(product) ?? ''}</span>
          <div className="flex items-center gap-2">
            <QuantitySelector
              label={`Quantity of ${product.name}`}
              value={quantity}
              usual={usual}
              onChange={(next) => (inCart > 0 ? setQuantity.mutate({ product, quantity: next, before: inCart }) : setChosen(next))}
            />
            {inCart > 0 ? (
              <button type="button" onClick={() => setQuantity.mutate({ product, quantity: 0, before: inCart })} className="rounded-full border border-leaf-200 px-3 py-1.5 text-sm text-leaf-800 hover:bg-leaf-50">
                Remove
              </button>
            ) : (
              <button
                type="button"
                disabled={!product.in_stock}
                onClick={() => setQuantity.mutate({ product, quantity, before: 0 })}
                className="rounded-full bg-leaf-700 px-3.5 py-1.5 text-sm font-semibold text-white hover:bg-leaf-800 disabled:bg-ink/20"
              >
                Add
              </button>
            )}
          </div>
        </div>
      </div>
    </li>
  );
}
