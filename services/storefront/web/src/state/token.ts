import { useShopper } from './shopper';

const key = 'token';

/**
 * Where tokens are asked for, the shop signs one for its visitor and opens this page with it: `/#access_token=...`. Behind the `#` it reaches no server's log;
 * it is taken out of the address at once and kept for this tab alone. A shopper's token says who shops here.
 */
function take(): string | undefined {
  const given = new URLSearchParams(location.hash.slice(1)).get('access_token');
  if (given === null) return sessionStorage.getItem(key) ?? undefined;
  sessionStorage.setItem(key, given);
  history.replaceState(history.state, '', location.pathname + location.search);
  const claims = read(given);
  if (typeof claims.user_id === 'string') useShopper.setState({ userId: claims.user_id, version: undefined });
  else if (typeof claims.anonymous_id === 'string') useShopper.setState({ userId: undefined, guestId: claims.anonymous_id, version: undefined });
  return given;
}

/** Whether the token is right is for the server to say; here it only names somebody. */
function read(jwt: string): { user_id?: unknown; anonymous_id?: unknown } {
  try {
    const bytes = Uint8Array.from(atob((jwt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
    return (JSON.parse(new TextDecoder().decode(bytes)) as object | null) ?? {};
  } catch {
    return {};
  }
}

/** Undefined while the door is open. */
export const token = take();
