import { useQuery } from '@tanstack/react-query';
import { call } from '../api/http';
import type { SearchAnswer } from '../api/types';
import { useView } from '../state/view';

const shown = 12;

/** A rail of the categories that stand behind the most popular products: it fits any catalogue. */
export function Categories() {
  const { category, browse } = useView();
  const { data = [] } = useQuery({
    queryKey: ['categories'],
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => {
      const popular = await call<SearchAnswer>('/api/search/personalized', { signal, body: { query: '', limit: 100 } });
      const counts = new Map<string, number>();
      for (const name of popular.results.flatMap(({ product }) => product.categories)) counts.set(name, (counts.get(name) ?? 0) + 1);
      return [...counts].sort(([, a], [, b]) => b - a).slice(0, shown).map(([name]) => name);
    },
  });
  if (data.length === 0) return null;
  return (
    <nav aria-label="Categories" className="flex gap-2 overflow-x-auto pb-1">
      {[undefined, ...data].map((name) => (
        <button
          key={name ?? ''}
          type="button"
          aria-pressed={category === name}
          onClick={() => browse(name)}
          className={`shrink-0 rounded-full px-4 py-2 text-sm capitalize ring-1 ring-black/5 ${category === name ? 'bg-leaf-700 text-white' : 'bg-white hover:bg-leaf-50'}`}
        >
          {name ?? 'All'}
        </button>
      ))}
    </nav>
  );
}
