import { useSwitches, useSwitchPersonalization } from '../api/queries';

/** Turns personalization off altogether: use stops at once. */
export function PersonalizationSwitch() {
  const enabled = useSwitches().data?.enabled ?? true;
  const change = useSwitchPersonalization();
  return (
    <button
      type="button"
      role="switch"
      aria-checked={enabled}
      data-testid="switch"
      onClick={() => change.mutate(!enabled)}
      className="flex items-center gap-2 rounded-full px-2 sm:px-3 py-2 text-sm hover:bg-white/10"
    >
      <span className={`relative h-5 w-9 rounded-full transition-colors ${enabled ? 'bg-honey' : 'bg-white/25'}`}>
        <span className={`absolute top-0.5 size-4 rounded-full bg-white transition-all ${enabled ? 'left-4.5' : 'left-0.5'}`} />
      </span>
      Personalization
    </button>
  );
}
