import type { JsonValue } from '../json/value.ts';

/** What a notice must not tell: names and numbers of the evidence behind the decision. */
export interface Untold {
  /** Benchmark, scorer, task, policy and criterion names, in lower case. */
  readonly names: ReadonlySet<string>;
  /** Numbers as written, and as whole percentages. */
  readonly numbers: ReadonlySet<string>;
}

const NAMING_KEYS = new Set([
  'benchmark',
  'scorer',
  'task',
  'taskid',
  'sample',
  'sampleid',
  'id',
  'title',
  'policyid',
  'producerid',
]);

function collect(value: JsonValue, key: string, names: Set<string>, numbers: Set<string>): void {
  if (typeof value === 'number' || typeof value === 'bigint') {
    numbers.add(String(value));
    if (typeof value === 'number') for (const digits of [1, 2, 3]) numbers.add((value * 100).toFixed(digits - 1));
  } else if (typeof value === 'string') {
    // Short words such as "a" or "met" would forbid plain English; three characters and up are names.
    if (NAMING_KEYS.has(key.toLowerCase()) && value.trim().length >= 3) names.add(value.trim().toLowerCase());
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, key, names, numbers);
  } else if (value !== null) {
    for (const [name, item] of Object.entries(value)) collect(item, name === 'name' ? key : name, names, numbers);
  }
}

/**
 * Gathers what a notice must not tell from the assessment it must not repeat.
 * @param assessment the assessment document; null where there is none
 * @param more further names, as those of the case's benchmarks
 */
export function untoldOf(assessment: JsonValue, more: readonly string[] = []): Untold {
  const names = new Set<string>();
  const numbers = new Set<string>();
  collect(assessment, '', names, numbers);
  for (const name of more) if (name.trim().length >= 3) names.add(name.trim().toLowerCase());
  return { names, numbers };
}

const TELLING_WORDS =
  /\b(?:scores?|scored|benchmarks?|thresholds?|pass\s?@\s?\d+|percent(?:age)?|per\s?cent|accuracy|confidence interval|standard error|solve rate|success rate)\b/i;
const TELLING_FIGURES = /%|\d\s*(?:\/|out of|of)\s*\d|\d+[.,]\d+/;

/** @returns the letters and digits of a text, every run of other signs one space, so that `cyber-range` is `Cyber Range` */
function spaced(text: string): string {
  return ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
}

/**
 * Looks for evidence in a notice's free text: score words, percentages, fractions, decimals, and the names and numbers
 * of the assessment. Plain whole numbers that the assessment does not hold, as in a date, pass.
 * @returns what was found, as words that do not repeat it; undefined where nothing was
 */
export function tellsEvidence(text: string, untold: Untold): string | undefined {
  const word = TELLING_WORDS.exec(text);
  if (word) return `it speaks of "${word[0].toLowerCase()}"`;
  if (TELLING_FIGURES.test(text)) return 'it holds a percentage, a fraction or a decimal number';
  const words = spaced(text);
  for (const name of untold.names) {
    if (words.includes(spaced(name))) return 'it names a benchmark, a scorer, a task or a rule of the assessment';
  }
  for (const [number] of text.matchAll(/\d+/g)) {
    if (untold.numbers.has(number)) return 'it holds a number that the assessment holds';
  }
  return undefined;
}
