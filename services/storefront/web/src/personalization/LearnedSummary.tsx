import { tracker } from '../api/interactions';
import { usePreferences, useSwitches } from '../api/queries';

const shownAtMost = 8;

/** What the shop has learned so far, in the shopper's words: nothing is used that is not shown. */
export function LearnedSummary() {
  const { data } = usePreferences();
  const enabled = useSwitches().data?.enabled ?? true;
  if (data === undefined) return null;
  const liked = strongest({ ...data.categories, ...data.attributes, ...data.brands });
  const disliked = strongest({ ...data.dislikes.categories, ...data.dislikes.attributes, ...data.dislikes.brands });
  if (!tracker.enabled) {
    return <p className="text-sm text-ink/70">Your browser asks not to be tracked, so nothing is learned here.</p>;
  }
  if (liked.length === 0 && disliked.length === 0) {
    return <p className="text-sm text-ink/70">Nothing learned yet. Open or add a product, and the next search is already better.</p>;
  }
  return (
    <div data-testid="learned" className={`flex flex-wrap items-center gap-2 text-sm ${enabled ? '' : 'opacity-50'}`}>
      <span className="text-ink/70">{enabled ? 'Learned about you:' : 'Not used while personalization is off:'}</span>
      {data.dietary.map((diet) => (
        <Chip key={`diet-${diet}`} text={`diet: ${diet}`} tone="bg-honey/25" />
      ))}
      {liked.map((name) => (
        <Chip key={`like-${name}`} text={name} tone="bg-leaf-100" />
      ))}
      {disliked.map((name) => (
        <Chip key={`dislike-${name}`} text={`less ${name}`} tone="bg-red-100" />
      ))}
    </div>
  );
}

function Chip({ text, tone }: { text: string; tone: string }) {
  return <span className={`rounded-full px-2.5 py-1 text-xs ${tone}`}>{text}</span>;
}

function strongest(scores: Record<string, number>): string[] {
  return Object.entries(scores)
    .filter(([name, score]) => score > 0.02 && !name.includes(':'))
    .sort(([, a], [, b]) => b - a)
    .slice(0, shownAtMost)
    .map(([name]) => name);
}
