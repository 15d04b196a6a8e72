/** How far two readers agree beyond chance. */
export interface Agreement {
  readonly items: number;
  /** Share of items on which both said the same, from 0 to 1; null without items. */
  readonly raw: number | null;
  /** Cohen's kappa; null without items, or where both used one and the same label throughout (0/0). */
  readonly kappa: number | null;
}

/**
 * Raw agreement and Cohen's kappa of two readers over the same items, for labels without order. Source: Cohen 1960.
 * @param pairs one per item: the label of the first and of the second reader
 */
export function agreement(pairs: readonly (readonly [string, string])[]): Agreement {
  const items = pairs.length;
  if (items === 0) return { items, raw: null, kappa: null };
  const first = new Map<string, number>();
  const second = new Map<string, number>();
  let same = 0;
  for (const [a, b] of pairs) {
    first.set(a, (first.get(a) ?? 0) + 1);
    second.set(b, (second.get(b) ?? 0) + 1);
    if (a === b) same += 1;
  }
  const raw = same / items;
  let chance = 0;
  for (const [label, count] of first) chance += (count / items) * ((second.get(label) ?? 0) / items);
  return { items, raw, kappa: chance === 1 ? null : (raw - chance) / (1 - chance) };
}
