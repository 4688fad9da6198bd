import { ApiError } from './http';

const attempts = 6;
const longest = 4_000;

/** A part of the shop that is away or busy comes back: no answer, 429, and 5xx are asked again. A refusal stays one. */
export const isPassing = (error: Error) => !(error instanceof ApiError) || error.status === 429 || error.status >= 500;

export const shouldRetry = (failures: number, error: Error) => failures < attempts && isPassing(error);

/** Milliseconds: as the shop asks, else a little longer each time. */
export const retryDelay = (failures: number, error: Error) =>
  Math.min(Math.max(250 * 2 ** failures, error instanceof ApiError ? (error.retryAfter ?? 0) : 0), longest);

/** A degraded answer is asked for again, a few times and less and less often. Milliseconds, false: not any more. */
export const whileDegraded = (degraded: boolean | undefined, answers: number) => (degraded === true && answers <= attempts ? Math.min(500 * 2 ** answers, longest) : (false as const));
