import { useLive } from '../state/live';
import { currentShopper, identity, useShopper } from '../state/shopper';
import { token } from '../state/token';
import { refreshLearned } from './client';

/** How long the socket may take to tell what an answer told already. */
const patience = 400;
const longestPause = 30_000;

let shown: string | undefined;

/** The shopper has this version: what the page shows is brought up to it, once. */
export function show(version: string) {
  useShopper.getState().saw(version);
  if (version === shown) return;
  shown = version;
  void refreshLearned();
}

/** An answer told it. The socket is faster where preferences changed; where it is silent or away, the page looks by itself. */
export function answered(version: string) {
  useShopper.getState().saw(version);
  setTimeout(() => useShopper.getState().version === version && show(version), useLive.getState().connected ? patience : 0);
}

/** Listens for changes of who shops here, made in this tab, another, or on another device, for as long as the page is open. */
export async function listen() {
  const { HttpTransportType, HubConnectionBuilder, LogLevel } = await import('@microsoft/signalr');
  const pause = (tries: number) => Math.min(longestPause, 500 * 2 ** tries) * (0.5 + Math.random() / 2);
  const hub = new HubConnectionBuilder()
    .withUrl('/hubs/live', { transport: HttpTransportType.WebSockets, skipNegotiation: true, ...(token === undefined ? {} : { accessTokenFactory: () => token ?? '' }) })
    .configureLogging(LogLevel.None)
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: ({ previousRetryCount }) => pause(previousRetryCount) })
    .build();

  async function subscribe(missed: boolean) {
    await hub.invoke('Subscribe', identity(currentShopper()));
    useLive.setState({ connected: true });
    // What happened meanwhile was told to nobody.
    if (missed) void refreshLearned();
  }

  hub.on('preferencesChanged', ({ version }: { version: string }) => show(version));
  hub.onreconnecting(() => useLive.setState({ connected: false }));
  hub.onreconnected(() => subscribe(true).catch(() => hub.stop()));
  hub.onclose(() => {
    useLive.setState({ connected: false });
    setTimeout(() => void start(0), longestPause);
  });
  useShopper.subscribe((now, before) => {
    if ((now.userId !== before.userId || now.guestId !== before.guestId) && useLive.getState().connected) void subscribe(false).catch(() => hub.stop());
  });

  async function start(tries: number): Promise<void> {
    try {
      await hub.start();
      await subscribe(tries > 0);
    } catch {
      if (hub.state === 'Connected') await hub.stop();
      else setTimeout(() => void start(tries + 1), pause(tries));
    }
  }

  await start(0);
}
