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
  search(query: string): void;
  browse(category?: string): void;
  show(open: ViewState['open']): void;
  close(): void;
  toggleCart(open: boolean): void;
  notify(notice?: string): void;
}

export const useView = create<ViewState>()((set) => ({
  query: new URLSearchParams(location.search).get('q') ?? '',
  cartOpen: false,
  search: (query) => {
    remember(query);
    set({ query, category: undefined, open: undefined });
  },
  browse: (category) => {
    remember('');
    set({ query: '', category, open: undefined });
  },
  show: (open) => set({ open }),
  close: () => set({ open: undefined }),
  toggleCart: (cartOpen) => set({ cartOpen }),
  notify: (notice) => set({ notice }),
}));

function remember(query: string) {
  const url = new URL(location.href);
  if (query === '') url.searchParams.delete('q');
  else url.searchParams.set('q', query);
  history.replaceState(null, '', url);
}
