import { QueryClient } from '@tanstack/react-query';
import { retryDelay, shouldRetry } from './retry';

export const client = new QueryClient({ defaultOptions: { queries: { retry: shouldRetry, retryDelay, refetchOnWindowFocus: false } } });

/** What was learned changes lists and preferences: both are asked for again. */
export const refreshLearned = () => client.invalidateQueries({ predicate: ({ queryKey }) => typeof queryKey[0] === 'string' && ['search', 'recommendations', 'preferences', 'switches'].includes(queryKey[0]) });
