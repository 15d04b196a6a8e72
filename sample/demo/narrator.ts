import { Console } from '../../cli/console.ts';

/** One step of the demo as a program reads it. */
export interface StepOutcome {
  readonly step: string;
  readonly outcome: 'done' | 'refused-as-it-should';
  readonly seconds: number;
  readonly detail: string;
}

/** Tells the story of the demo, and keeps every step and file of it for `--json`. */
export class Narrator {
  readonly console: Console;
  readonly steps: StepOutcome[] = [];
  readonly files: { readonly kind: string; readonly path: string }[] = [];
  #chapter = 0;

  constructor(json: boolean) {
    this.console = new Console(json);
  }

  /** A new chapter, with what it is for. */
  chapter(title: string, meaning: string): void {
    this.#chapter += 1;
    this.console.heading(`${this.#chapter}. ${title}`);
    this.console.say(`   ${meaning}`);
  }

  /** Does one step and tells what came of it. */
  async step<T>(
    step: string,
    work: () => Promise<T> | T,
    tell: (result: T) => string,
    outcome: StepOutcome['outcome'] = 'done',
  ): Promise<T> {
    const start = performance.now();
    const result = await work();
    const seconds = Math.round(performance.now() - start) / 1000;
    const detail = tell(result);
    this.steps.push({ step, outcome, seconds, detail });
    this.console.say(`   ${outcome === 'done' ? 'ok ' : 'no '} ${detail} (${seconds.toFixed(1)} s)`);
    return result;
  }

  /** Names a file that was made. */
  file(kind: string, path: string): string {
    this.files.push({ kind, path });
    return path;
  }

  progress = (label: string, done: number, total: number): void => this.console.progress(label, done, total);
}
