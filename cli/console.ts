import type { Outcome } from '../core/envelope/checklist.ts';

// A bundle's text can hold escape sequences that redraw a terminal, and bidirectional marks that reorder a line.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** @returns text that is safe on a terminal: controls and bidirectional marks are written as `\u{…}`. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) =>
    character === '\n' || character === '\t' ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** A step of a checklist as it is shown, wherever it comes from. */
export interface ShownStep {
  readonly step: string;
  readonly outcome: Outcome;
  readonly code: string | null;
  readonly detail: string;
}

/** Where a command's words go. With `--json` they all go to stderr, so that stdout holds one JSON value. */
export class Console {
  readonly json: boolean;
  readonly #colour: boolean;
  #progressOpen = false;
  #lead = '';

  constructor(json: boolean) {
    this.json = json;
    this.#colour = !json && process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined;
  }

  /** One line of the answer, in words. */
  say(line = ''): void {
    this.#closeProgress();
    const text = this.#lead === '' ? line : line.replaceAll(/^/gm, this.#lead);
    (this.json ? process.stderr : process.stdout).write(`${printable(text)}\n`);
  }

  /** Says everything within as comments of a shell script, for an answer that ends in commands to be run as it stands. */
  asComments(words: () => void): void {
    this.#lead = '# ';
    try {
      words();
    } finally {
      this.#lead = '';
    }
  }

  /** A heading of the answer, after a blank line. */
  heading(line: string): void {
    this.say();
    this.#strong(line, '1');
  }

  /** A line that must not be overlooked. */
  alarm(line: string): void {
    this.#strong(`!! ALARM  ${line}`, '1;31');
  }

  /** A line beside the answer: always on stderr. */
  note(line: string): void {
    this.#closeProgress();
    process.stderr.write(`${printable(line)}\n`);
  }

  /** The answer itself, for a program. */
  value(value: unknown): void {
    this.#closeProgress();
    process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  }

  /** A progress bar on stderr; silent where stderr is not a terminal. */
  progress(label: string, done: number, total: number): void {
    if (process.stderr.isTTY !== true) return;
    const share = total > 0 ? Math.min(1, done / total) : 1;
    const filled = Math.round(share * 28);
    process.stderr.write(
      `\r  ${printable(label).padEnd(32)} [${'#'.repeat(filled)}${'.'.repeat(28 - filled)}] ${String(Math.floor(share * 100)).padStart(3)} %`,
    );
    this.#progressOpen = true;
    if (share === 1) this.#closeProgress();
  }

  /** The ordered checklist, a line a step. */
  steps(steps: readonly ShownStep[]): void {
    const sign = { passed: 'ok  ', failed: 'FAIL', warning: 'warn', 'not-checked': '-   ' } as const;
    for (const step of steps) {
      this.say(
        `  ${sign[step.outcome]} ${step.step.padEnd(24)} ${step.detail}${step.code === null ? '' : ` [${step.code}]`}`,
      );
    }
  }

  /** Rows under headings, columns aligned; numbers to the right. */
  table(headings: readonly string[], rows: readonly (readonly string[])[]): void {
    const cells = [headings, ...rows].map((row) => row.map(printable));
    const widths = headings.map((_, column) => Math.max(...cells.map((row) => [...(row[column] ?? '')].length)));
    const numeric = headings.map(
      (_, column) => rows.length > 0 && rows.every((row) => /^(-|[-+]?[\d.,]+ ?%?)?$/.test(row[column] ?? '')),
    );
    for (const [index, row] of cells.entries()) {
      const line = row.map((cell, column) => {
        const pad = ' '.repeat(Math.max(0, (widths[column] ?? 0) - [...cell].length));
        return numeric[column] ? pad + cell : cell + pad;
      });
      this.say(`  ${line.join('  ').trimEnd()}`);
      if (index === 0) this.say(`  ${widths.map((width) => '-'.repeat(width)).join('  ')}`);
    }
  }

  #strong(line: string, style: string): void {
    this.#closeProgress();
    const text = printable(`${this.#lead}${line}`);
    (this.json ? process.stderr : process.stdout).write(
      this.#colour ? `\u001b[${style}m${text}\u001b[0m\n` : `${text}\n`,
    );
  }

  #closeProgress(): void {
    if (!this.#progressOpen) return;
    this.#progressOpen = false;
    process.stderr.write('\n');
  }
}
