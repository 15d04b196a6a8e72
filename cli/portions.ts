import { z } from 'zod';
import { UsageFault } from './outcome.ts';
import { readStrict } from './strict-shape.ts';

/** Text with its own marking. */
interface Portion {
  readonly marking: string;
  readonly text: string;
}

const shape = z.array(z.strictObject({ marking: z.string(), text: z.string() }));

/** A portion as typed: its mark in parentheses, then the text. */
function typedPortion(text: string): Portion {
  const [, marking, rest] = /^\s*(\([^()]*\))\s+(\S[\s\S]*)$/.exec(text) ?? [];
  if (marking !== undefined && rest !== undefined) return { marking, text: rest };
  throw new UsageFault("A portion is its mark and its text, as --portion '(U) The text.'");
}

/**
 * Reads marked text from a file, from what was typed, or both in this order.
 * @param file JSON: a list of `{"marking": "(U)", "text": "…"}`
 * @throws Refusal `input.invalid` where the file is not such a list
 */
export function readPortions(file: string | undefined, typed: readonly string[] = []): Portion[] {
  const before = file === undefined ? [] : readStrict(file, shape, 'authority-files.md');
  return [...before, ...typed.map(typedPortion)];
}
