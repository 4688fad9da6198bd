import type { Personalization } from '../api/types';

const features: Record<string, string> = {
  smart_ranking: 'your preferences',
  quantity_suggestions: 'your usual quantities',
  suggestions: 'your searches',
  context: 'time and season',
  reorder_reminders: 'your reorder rhythm',
  recommendations: 'your history',
};

const reasons: Record<string, string> = {
  profiles_unavailable: 'your profile is not reachable just now',
  discovery_unavailable: 'showing the last good catalogue',
  state_unavailable: 'learning goes on and is kept as soon as possible',
  budget_exceeded: 'personalization took too long and was left out',
  version_not_reached: 'your last click is still on its way',
  version_lost: 'your last click has to be sent again',
};

/** What personalization did to this list, in one line. */
export function PersonalizationIndicator({ personalization }: { personalization: Personalization }) {
  const { active, degraded, reason, confidence } = personalization;
  const [dot, text] = degraded
    ? ['bg-honey', `Standard order: ${reasons[reason ?? ''] ?? 'part of the shop is away'}`]
    : active
      ? ['bg-leaf-500', `Personalized by ${personalization.features.map((feature) => features[feature] ?? feature).join(', ') || 'your preferences'}`]
      : ['bg-ink/25', 'Standard order'];
  return (
    <p role="status" data-testid="indicator" data-active={active} data-degraded={degraded} className="flex items-center gap-2 rounded-full bg-white px-4 py-2 text-xs shadow-card ring-1 ring-black/5">
      <span aria-hidden className={`size-2 rounded-full ${dot}`} />
      <span>{text}</span>
      {active && <span className="text-ink/70">{Math.round(confidence * 100)} % sure</span>}
      <span className="tabular-nums text-ink/70">{personalization.latency_ms.toFixed(0)} ms</span>
    </p>
  );
}
