import { useQuery } from '@tanstack/react-query';
import { call } from '../api/http';
import { track } from '../api/interactions';
import { useSearch } from '../api/queries';
import { whileDegraded } from '../api/retry';
import type { DecisionAnswer, Product } from '../api/types';
import { price } from '../product/price';
import { ProductImage } from '../product/ProductImage';
import { currentShopper, shopperKey } from '../state/shopper';
import { useView } from '../state/view';

const candidates = 6;

/** One product above the list, chosen by the shop's bandit among the first that fit, with the bandit's own reason. Only while browsing: a search has its own answer. */
export function DecidedStrip() {
  const { query, category } = useView();
  return query === '' && category === undefined ? <Decided /> : null;
}

/** A click rewards the decision. */
function Decided() {
  const offered = useSearch('', undefined, 1).data?.results.slice(0, candidates).map(({ product }) => product) ?? [];
  const { data } = useDecision(offered);
  const show = useView((state) => state.show);
  const product = offered.find(({ id }) => id === data?.selected_item);
  if (data === undefined || product === undefined) return null;

  function open(found: Product, decision: DecisionAnswer) {
    show({ product: found, position: 0, reasons: [decision.reasoning] });
    track({ type: 'click', product_id: found.id, decision_id: decision.decision_id ?? undefined });
  }

  return (
    <section aria-label="Picked for now" data-testid="strip" data-decision={data.decision_id ?? undefined} className="overflow-hidden rounded-2xl bg-leaf-100 shadow-card ring-1 ring-black/5">
      <button type="button" onClick={() => open(product, data)} className="flex w-full items-center gap-4 text-left" aria-label={`Picked for now: ${product.name}`}>
        <ProductImage product={product} className="h-24 w-32 shrink-0" />
        <span className="flex min-w-0 flex-col gap-1 py-3 pr-4">
          <span className="text-xs font-semibold uppercase tracking-wide text-leaf-700">Picked for now</span>
          <span className="line-clamp-1 text-base font-bold">{product.name}</span>
          <span className="line-clamp-2 text-xs text-ink/70" data-testid="strip-reason">
            {data.reasoning}
          </span>
          <span className="text-sm font-bold tabular-nums">{price(product) ?? ''}</span>
        </span>
      </button>
    </section>
  );
}

/** One decision for as long as the same products are offered: another draw at each look would learn from nobody. */
function useDecision(offered: readonly Product[]) {
  const shopper = currentShopper();
  const ids = offered.map(({ id }) => id);
  return useQuery({
    queryKey: ['decision', shopperKey(shopper), ids.join(',')],
    queryFn: ({ signal }) =>
      call<DecisionAnswer>('/api/v1/personalize', {
        signal,
        body: { customer_id: shopper.id, slot: 'strip', available_items: ids, context: { hour: new Date().getHours(), weekend: [0, 6].includes(new Date().getDay()) } },
      }),
    enabled: ids.length > 0,
    staleTime: Infinity,
    // An error may hide a decision that was made; a degraded answer says that none was.
    retry: false,
    refetchInterval: ({ state }) => whileDegraded(state.data?.degraded, state.dataUpdateCount),
  });
}
