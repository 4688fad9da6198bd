import { create } from 'zustand';
import type { Product } from '../api/types';

/** What the page shows. */
interface ViewState {
  query: string;
  category?: string;
  /** The product whose details are open, and where it stood in which list. */
  open?: { product: Product; listId?: string; position?: number; suggestedQuantity?: number; reasons: string[] };
  cartOpen: boolean;
  notice?: string;
  /** Pages of results that are shown. */
  pages: number;
  search(query: string): void;
  browse(category?: string): void;
  more(): void;
  show(open: ViewState['open']): void;
  close(): void;
  toggleCart(open: boolean): void;
  notify(notice?: string): void;
}

export const useView = create<ViewState>()((set) => ({
  ...addressed(),
  cartOpen: false,
  search: (query) => {
    remember({ q: query });
    set({ query, category: undefined, open: undefined, pages: 1 });
  },
  browse: (category) => {
    remember({ category });
    set({ query: '', category, open: undefined, pages: 1 });
  },
  more: () => set(({ pages }) => ({ pages: pages + 1 })),
  show: (open) => set({ open }),
  close: () => set({ open: undefined }),
  toggleCart: (cartOpen) => set({ cartOpen }),
  notify: (notice) => set({ notice }),
}));

// Back and forward are searches too.
addEventListener('popstate', () => useView.setState({ ...addressed(), open: undefined, cartOpen: false }));

/** What the address names. */
function addressed() {
  const named = new URLSearchParams(location.search);
  return { query: named.get('q') ?? '', category: named.get('category') ?? undefined, pages: 1 };
}

function remember(named: Record<string, string | undefined>) {
  const url = new URL(location.href);
  url.search = new URLSearchParams(Object.entries(named).filter((pair): pair is [string, string] => Boolean(pair[1]))).toString();
  if (url.href !== location.href) history.pushState(null, '', url);
}
