import { token } from '../state/token';

/** An answer that is no success: its problem details, for the person and for the code. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** What `Retry-After` asks for, in milliseconds. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

export async function call<T>(path: string, options: { method?: string; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal } = {}): Promise<T> {
  const response = await fetch(path, {
    method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...options.headers,
    },
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
    signal: options.signal,
  });
  const text = await response.text();
  const answer: unknown = text === '' ? undefined : JSON.parse(text);
  if (!response.ok) {
    const problem = answer as { title?: string; detail?: string } | undefined;
    throw new ApiError(response.status, problem?.detail ?? problem?.title ?? `The shop answered ${response.status}.`, retryAfter(response));
  }
  return answer as T;
}

function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}
