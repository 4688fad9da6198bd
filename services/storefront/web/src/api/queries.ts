import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { currentShopper, identity, shopperKey, shopperPath, useShopper } from '../state/shopper';
import { useLive } from '../state/live';
import { useView } from '../state/view';
import { call } from './http';
import { whileDegraded } from './retry';
import { show } from './live';
import type { Preferences, RecommendationAnswer, SearchAnswer, Suggestion, Switches } from './types';

const askWithoutSocket = 15_000;

export const pageSize = 24;

/** Subscribes the component to who shops and what version was last seen. */
function useIdentity() {
  useShopper((state) => state.userId);
  useShopper((state) => state.guestId);
  return currentShopper();
}

/** The contract answers at most 100 products a request. */
export const mostShown = 96;

export function useSearch(query: string, category: string | undefined, pages: number) {
  const shopper = useIdentity();
  return useQuery({
    queryKey: ['search', shopperKey(shopper), query, category, pages],
    queryFn: async ({ signal }) => {
      const { version } = useShopper.getState();
      return call<SearchAnswer>('/api/search/personalized', {
        signal,
        body: {
          query,
          ...identity(shopper),
          limit: pageSize * pages,
          ...(category === undefined ? {} : { filters: { category: [category] } }),
          ...(version === undefined ? {} : { min_version: version }),
        },
      });
    },
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => whileDegraded(state.data?.personalization.degraded, state.dataUpdateCount),
  });
}

export function useRecommendations(slots: readonly string[], cart: readonly string[]) {
  const shopper = useIdentity();
  return useQuery({
    queryKey: ['recommendations', shopperKey(shopper), slots.join(','), cart.join(',')],
    queryFn: ({ signal }) => {
      const { version } = useShopper.getState();
      const search = new URLSearchParams({ slot: slots.join(','), limit: '8' });
      search.set(shopper.kind === 'known' ? 'user_id' : 'anonymous_id', shopper.id);
      if (cart.length > 0) search.set('cart', cart.slice(-50).join(','));
      if (version !== undefined) search.set('min_version', version);
      return call<RecommendationAnswer>(`/api/recommendations?${search}`, { signal });
    },
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => whileDegraded(state.data?.personalization.degraded, state.dataUpdateCount),
  });
}

export function useSuggestions(text: string) {
  const shopper = useIdentity();
  return useQuery({
    queryKey: ['suggest', shopperKey(shopper), text],
    queryFn: ({ signal }) => {
      const search = new URLSearchParams({ q: text, limit: '8' });
      if (shopper.kind === 'known') search.set('user_id', shopper.id);
      return call<{ suggestions: Suggestion[] }>(`/api/search/suggest?${search}`, { signal });
    },
    enabled: text.trim().length > 0,
    staleTime: 10_000,
    placeholderData: keepPreviousData,
  });
}

export function usePreferences() {
  const shopper = useIdentity();
  const live = useLive((state) => state.connected);
  return useQuery({
    queryKey: ['preferences', shopperKey(shopper)],
    queryFn: async ({ signal }) => {
      const preferences = await call<Preferences>(shopperPath(shopper, 'preferences/live'), { signal });
      // Nobody tells this page of what happens elsewhere: it finds out here.
      if (!live && preferences.version !== null && preferences.degraded !== true) show(preferences.version);
      return preferences;
    },
    refetchInterval: ({ state }) => whileDegraded(state.data?.degraded, state.dataUpdateCount) || (!live && askWithoutSocket),
  });
}

export function useSwitches() {
  const shopper = useIdentity();
  return useQuery({ queryKey: ['switches', shopperKey(shopper)], queryFn: ({ signal }) => call<Switches>(shopperPath(shopper, 'personalization'), { signal }) });
}

/** Turns personalization on or off: shown at once, taken back when the shop refuses. */
export function useSwitchPersonalization() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (enabled: boolean) => call<Switches>(shopperPath(currentShopper(), 'personalization'), { method: 'PUT', body: { enabled } }),
    onMutate: (enabled) => {
      const key = ['switches', shopperKey(currentShopper())];
      const before = client.getQueryData<Switches>(key);
      client.setQueryData<Switches>(key, (old) => ({ features: {}, ...old, enabled }));
      return { key, before };
    },
    onError: (error, _, context) => {
      if (context !== undefined) client.setQueryData(context.key, context.before);
      useView.getState().notify(error.message);
    },
    onSettled: () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'suggest' }),
  });
}
