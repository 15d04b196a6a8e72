/**
 * A number for a sentence: four decimals, or as many as it takes to be told from `beside`, so that 0.50001 against 0.5
 * does not read as 0.5 against 0.5.
 */
export function number(value: number, beside: number = value): string {
  for (let digits = 4; digits <= 15; digits += 1) {
    const text = Number(value.toFixed(digits)).toString();
    if (text !== Number(beside.toFixed(digits)).toString() || value === beside) return text;
  }
  return String(value);
}

/** @returns the share as a percentage with one decimal at most. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

/** @returns names joined with commas. */
export function list(names: readonly string[]): string {
  return names.join(', ');
}
