import { useEffect, useRef } from 'react';
import { track } from '../api/interactions';
import { mostShown, useSearch } from '../api/queries';
import type { RankedProduct, SearchAnswer } from '../api/types';
import { PersonalizationIndicator } from '../personalization/PersonalizationIndicator';
import { useView } from '../state/view';
import { ProductCard } from './ProductCard';

/** The list for the query or category at hand. */
export function Results() {
  const { query, category, pages, show, more } = useView();
  const { data, error, isPending, isPlaceholderData, refetch } = useSearch(query, category, pages);
  const title = query !== '' ? `Results for “${query}”` : (category ?? 'Popular right now');
  useEffect(() => {
    document.title = `${title} · Greenlane Market`;
  }, [title]);
  const passedOver = usePassedOver();

  function open(answer: SearchAnswer, result: RankedProduct, position: number) {
    show({ product: result.product, listId: answer.list_id, position, suggestedQuantity: result.suggested_quantity ?? undefined, reasons: result.reasons });
    const context = { search_query: query === '' ? undefined : query, position, results_shown: answer.results.map(({ product }) => product.id) };
    track({ type: 'click', product_id: result.product.id, list_id: answer.list_id, context });
    if (position > 0) passedOver(answer, position, query);
  }

  if (error !== null && data === undefined) {
    return (
      <Notice title="The shop does not answer just now">
        {error.message}{' '}
        <button type="button" className="font-semibold text-leaf-700 underline" onClick={() => void refetch()}>
          Try again
        </button>
      </Notice>
    );
  }

  if (isPending || data === undefined) return <Skeleton />;

  return (
    <section aria-label="Products" aria-busy={isPlaceholderData} className={isPlaceholderData ? 'opacity-60 transition-opacity' : ''}>
      <div className="mb-5 flex flex-wrap items-end justify-between gap-3">
        <h1 className="text-2xl font-bold tracking-tight first-letter:capitalize">
          {title}
        </h1>
        <span className="grow text-sm text-ink/70" data-testid="total" role="status">
          {data.total.toLocaleString('en')} {data.total === 1 ? 'product' : 'products'}
        </span>
        {data.results.length > 0 && <PersonalizationIndicator personalization={data.personalization} />}
      </div>
      {data.total === 0 && data.results.length > 0 && <p className="mb-5 text-ink/70">Nothing matches these words. From what you like:</p>}
      {data.results.length === 0 ? (
        <Notice title="Nothing found">Try fewer or other words, or browse a category above.</Notice>
      ) : (
        <ol data-testid="results" className="grid grid-cols-1 gap-5 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">
          {data.results.map((result, index) => (
            <ProductCard key={result.product.id} result={result} onOpen={() => open(data, result, index)} />
          ))}
        </ol>
      )}
      {data.results.length < Math.min(data.total, mostShown) && (
        <button type="button" disabled={isPlaceholderData} onClick={more} className="mx-auto mt-8 block rounded-full bg-white px-6 py-3 text-sm font-semibold text-leaf-800 shadow-card ring-1 ring-black/5 hover:bg-leaf-50">
          Show more
        </button>
      )}
      {data.results.length >= mostShown && data.total > mostShown && <p className="mt-8 text-center text-sm text-ink/70">These are the first {mostShown}. Search for something to see others.</p>}
    </section>
  );
}

/** Products above the one that was opened were seen and not wanted: told once a list and product. */
function usePassedOver() {
  const told = useRef({ list: '', upTo: 0 });
  useEffect(() => () => void (told.current = { list: '', upTo: 0 }), []);
  return (answer: SearchAnswer, position: number, query: string) => {
    if (told.current.list === answer.list_id && told.current.upTo >= position) return;
    told.current = { list: answer.list_id, upTo: position };
    track({
      type: 'scroll',
      list_id: answer.list_id,
      context: { search_query: query === '' ? undefined : query, position, results_shown: answer.results.map(({ product }) => product.id) },
    });
  };
}

function Notice({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div role="status" className="rounded-2xl bg-white p-10 text-center shadow-card">
      <p className="text-lg font-semibold">{title}</p>
      <p className="mt-1 text-ink/70">{children}</p>
    </div>
  );
}

function Skeleton() {
  return (
    <div role="status" aria-label="Loading products" className="grid grid-cols-1 gap-5 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index} className="h-80 animate-pulse rounded-2xl bg-leaf-100/60" />
      ))}
    </div>
  );
}
