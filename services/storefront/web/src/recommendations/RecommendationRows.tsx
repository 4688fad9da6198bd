import { track } from '../api/interactions';
import { usePreferences, useRecommendations } from '../api/queries';
import type { RecommendationAnswer, RecommendedProduct } from '../api/types';
import { useCart } from '../cart/useCart';
import { price } from '../product/price';
import { ProductImage } from '../product/ProductImage';
import { useView } from '../state/view';

const slots = ['reminders', 'usual', 'complementary', 'discovery'] as const;

/** A row says what is in it: without an order or a cart to start from, the shop fills it with what sells. */
function titleOf(slot: (typeof slots)[number], hasBought: boolean, hasCart: boolean): string {
  switch (slot) {
    case 'reminders':
      return 'Time to buy again';
    case 'usual':
      return hasBought ? 'My usual' : 'Selling fast';
    case 'complementary':
      return hasCart ? 'Goes well with your cart' : hasBought ? 'Goes well with what you buy' : 'Popular in the shop';
    case 'discovery':
      return 'New for you';
  }
}

/** What the shop suggests beside the list: a row a slot, empty rows left out. Only while browsing: a search has its own answer. */
export function RecommendationRows() {
  const { query, category } = useView();
  const cart = useCart().data?.items.map((item) => item.product_id) ?? [];
  const { data } = useRecommendations(slots, cart);
  const preferences = usePreferences().data;
  const hasBought = data?.personalization.active === true && Object.keys(preferences?.usual_quantities ?? {}).length > 0;
  if (query !== '' || category !== undefined || data === undefined) return null;
  return (
    <>
      {slots.map((slot) => {
        const products = data.slots[slot] ?? [];
        return products.length === 0 ? null : <Row key={slot} slot={slot} title={titleOf(slot, hasBought, cart.length > 0)} answer={data} products={products} />;
      })}
    </>
  );
}

function Row({ slot, title, answer, products }: { slot: string; title: string; answer: RecommendationAnswer; products: RecommendedProduct[] }) {
  const show = useView((state) => state.show);

  function open(found: RecommendedProduct, position: number) {
    show({ product: found.product, listId: answer.list_id, position, suggestedQuantity: found.suggested_quantity, reasons: found.reasons });
    track({ type: 'click', product_id: found.product.id, list_id: answer.list_id, context: { position } });
  }

  return (
    <section aria-label={title} data-testid={`row-${slot}`}>
      <h2 className="mb-3 text-lg font-bold tracking-tight">{title}</h2>
      <ul className="flex gap-4 overflow-x-auto pb-2">
        {products.map((found, position) => (
          <li key={found.product.id} data-product={found.product.id} className="w-44 shrink-0 overflow-hidden rounded-2xl bg-white shadow-card ring-1 ring-black/5">
            <button type="button" onClick={() => open(found, position)} className="block w-full text-left" aria-label={`Show ${found.product.name}`}>
              <ProductImage product={found.product} className="h-24 w-full" />
              <span className="flex flex-col gap-1 p-3">
                <span className="line-clamp-2 text-sm font-semibold leading-snug">{found.product.name}</span>
                <span className="text-xs leading-snug text-leaf-700" title={found.reasons.join('\n')}>
                  {found.reasons[0]}
                </span>
                <span className="text-sm font-bold tabular-nums">{price(found.product) ?? ''}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
