/** What of the event `interactions` this app reads; there is more in it. */
export interface Interaction {
  event_id: string;
  type: string;
  product_id?: string;
}

const weights: Record<string, number> = { click: 1, cart_add: 3, purchase: 5 };
const mostRemembered = 10_000;

/** Counts what shoppers are after. Events come at least once: one that was counted is not counted again. */
export class Trending {
  private readonly scores = new Map<string, number>();
  private readonly counted = new Set<string>();

  count(interaction: Interaction): void {
    const weight = weights[interaction.type] ?? 0;
    if (!interaction.product_id || weight === 0 || this.counted.has(interaction.event_id)) {
      return;
    }

    this.counted.add(interaction.event_id);
    this.scores.set(interaction.product_id, (this.scores.get(interaction.product_id) ?? 0) + weight);
    forgetOldest(this.counted);
    forgetOldest(this.scores);
  }

  top(count: number): { id: string; score: number }[] {
    return [...this.scores].map(([id, score]) => ({ id, score })).sort((one, other) => other.score - one.score).slice(0, count);
  }
}

function forgetOldest(memory: Set<string> | Map<string, number>): void {
  if (memory.size > mostRemembered) {
    const [oldest] = memory.keys();
    memory.delete(oldest!);
  }
}
