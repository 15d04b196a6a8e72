import type { Figure } from './figure.ts';
import type { Fixture, Sizes } from './fixture.ts';

/** What a bench works with. */
export interface BenchRun {
  readonly fixture: Fixture;
  readonly sizes: Sizes;
  /** How many pairs are measured. */
  readonly pairs: number;
  /** Whether `age` and `sha384sum` are installed. */
  readonly hasAge: boolean;
  readonly say: (words: string) => void;
}

export type Bench = (run: BenchRun) => Promise<Figure[]>;
