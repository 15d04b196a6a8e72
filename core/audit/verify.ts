import type { Sha384 } from '../brand.ts';
import { isRefusal } from '../failure.ts';
import type { FailureCode } from '../failure-code.ts';
import { toMilliseconds } from '../instant.ts';
import { type AuditEvent, type ChainHead, eventDigest, GENESIS, parseEventLine } from './event.ts';

export type ChainFindingCode = Extract<
  FailureCode,
  | 'audit.line'
  | 'audit.edited'
  | 'audit.removed'
  | 'audit.reordered'
  | 'audit.duplicated'
  | 'audit.truncated'
  | 'audit.rewritten'
  | 'audit.clock-moved-back'
  | 'audit.too-many-findings'
>;

/** One thing that is wrong with a chain, or (a warning) odd about it. */
export interface ChainFinding {
  readonly code: ChainFindingCode;
  /** The first sequence number concerned; for `audit.line`, the line. */
  readonly sequence: number;
  readonly severity: 'failure' | 'warning';
  readonly detail: string;
}

export interface ChainReport {
  /** True where there is no failure; warnings may remain. */
  readonly ok: boolean;
  readonly findings: readonly ChainFinding[];
  /** How many events were read. */
  readonly events: number;
  /** The last event read, by sequence number; null where there was none. */
  readonly head: ChainHead | null;
}

/** What is known from elsewhere about the chain. Without any of it, a log cut off at its end looks whole. */
export interface Against {
  /** Checkpoints whose signatures were verified: at `sequence` the event's digest was `head`. */
  readonly checkpoints?: readonly { readonly sequence: number; readonly head: Sha384 }[];
  /** The last event the log must have, exactly: what a person wrote down, or what a decision binds. */
  readonly head?: ChainHead;
}

/** A log with more faults than this is not told apart further; it also bounds the memory. */
const MOST_FINDINGS = 1000;

/** Reads a chain event by event. Memory does not grow with the log, only with the faults found, and these are bounded. */
export class ChainVerifier {
  readonly #findings: ChainFinding[] = [];
  readonly #known = new Map<number, Set<Sha384>>();
  readonly #against: Against;
  /** Sequence numbers passed over and not seen since, as inclusive ranges. */
  #missing: { from: number; to: number }[] = [];
  #last: AuditEvent | null = null;
  #top: ChainHead | null = null;
  #events = 0;
  #lines = 0;

  constructor(against: Against = {}) {
    this.#against = against;
    for (const { sequence, head } of against.checkpoints ?? []) this.#expect(sequence, head);
    if (against.head) this.#expect(against.head.sequence, against.head.digest);
  }

  /** True once there are too many faults to go on. */
  get exhausted(): boolean {
    return this.#findings.length >= MOST_FINDINGS;
  }

  /** Takes the next line of an exported log. */
  addLine(line: string): void {
    this.#lines += 1;
    try {
      this.add(parseEventLine(line));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.#find('audit.line', this.#lines, `Line ${this.#lines}: ${error.message}`);
    }
  }

  /** Takes the next event, in the order in which the log holds them. */
  add(event: AuditEvent): void {
    if (this.exhausted) return;
    this.#events += 1;
    const genuine = digestOf(event) === event.digest;
    if (!genuine)
      this.#find('audit.edited', event.sequence, `Event ${event.sequence} was changed after it was written.`);
    this.#place(event, genuine);
    this.#link(event);
    for (const digest of this.#known.get(event.sequence) ?? []) {
      if (digest === event.digest) continue;
      const detail = `Event ${event.sequence} is not the one that the checkpoint or the given head names: the log was rewritten.`;
      this.#find('audit.rewritten', event.sequence, detail);
    }
    this.#last = event;
  }

  /** Ends the log. */
  report(): ChainReport {
    for (const { from, to } of this.#missing) {
      const which = from === to ? `Event ${from} is` : `Events ${from} to ${to} are`;
      this.#find('audit.removed', from, `${which} missing.`);
    }
    const end = this.#top?.sequence ?? 0;
    const known = [...this.#known.keys()].reduce((most, sequence) => Math.max(most, sequence), 0);
    if (known > end) {
      this.#find('audit.truncated', end + 1, `The log ends at event ${end}, but event ${known} is known to exist.`);
    } else if (end === 0) {
      this.#find('audit.truncated', 1, 'The log is empty; every log begins with an event.');
    }
    const exact = this.#against.head;
    if (exact && end > exact.sequence) {
      this.#find(
        'audit.rewritten',
        exact.sequence + 1,
        `The log goes on after event ${exact.sequence}, its given head.`,
      );
    }
    if (this.exhausted) this.#findings.push(tooMany(end));
    const ok = this.#findings.every((finding) => finding.severity === 'warning');
    return { ok, findings: this.#findings, events: this.#events, head: this.#top };
  }

  #expect(sequence: number, digest: Sha384): void {
    const digests = this.#known.get(sequence) ?? new Set<Sha384>();
    this.#known.set(sequence, digests.add(digest));
  }

  #find(
    code: ChainFindingCode,
    sequence: number,
    detail: string,
    severity: ChainFinding['severity'] = 'failure',
  ): void {
    if (!this.exhausted) this.#findings.push({ code, sequence, severity, detail });
  }

  /** Compares the event's number with those seen so far. */
  #place(event: AuditEvent, genuine: boolean): void {
    const { sequence, digest } = event;
    const next = (this.#top?.sequence ?? 0) + 1;
    if (sequence > next && !genuine) {
      // The number of a changed event proves nothing: believe its place, or everything after it would look misplaced.
      this.#top = { sequence: next, digest };
    } else if (sequence >= next) {
      if (sequence > next) this.#missing.push({ from: next, to: sequence - 1 });
      this.#top = { sequence, digest };
    } else if (!this.#fill(sequence)) {
      this.#find('audit.duplicated', sequence, `Event ${sequence} stands more than once.`);
    } else if (sequence !== (this.#last?.sequence ?? 0) + 1) {
      this.#find('audit.reordered', sequence, `Event ${sequence} stands after event ${this.#last?.sequence ?? 0}.`);
    }
  }

  /** Takes a number out of the missing ones; false where it was not missing. */
  #fill(sequence: number): boolean {
    const gap = this.#missing.find(({ from, to }) => from <= sequence && sequence <= to);
    if (!gap) return false;
    const parts = [
      { from: gap.from, to: sequence - 1 },
      { from: sequence + 1, to: gap.to },
    ].filter(({ from, to }) => from <= to);
    this.#missing = this.#missing.flatMap((each) => (each === gap ? parts : [each]));
    return true;
  }

  /** Compares the event with the one before it, where that one is at hand. */
  #link(event: AuditEvent): void {
    const last = this.#last;
    if (event.sequence === 1 && event.previous !== GENESIS) {
      this.#find('audit.removed', 1, 'The first event names an event before it.');
    }
    if (last === null) return;
    if (event.sequence === last.sequence + 1 && event.previous !== last.digest) {
      const detail = `Event ${last.sequence} is not the one that event ${event.sequence} was written after.`;
      this.#find('audit.edited', last.sequence, detail);
    }
    if (event.sequence > last.sequence && toMilliseconds(event.at) < toMilliseconds(last.at)) {
      const detail = `The clock stood at ${last.at} for event ${last.sequence} and at ${event.at} for event ${event.sequence}.`;
      this.#find('audit.clock-moved-back', event.sequence, detail, 'warning');
    }
  }
}

function digestOf(event: AuditEvent): Sha384 | null {
  try {
    return eventDigest(event);
  } catch (error) {
    // Canonical JSON cannot even hold it, so it is not what was written.
    if (isRefusal(error)) return null;
    throw error;
  }
}

function tooMany(sequence: number): ChainFinding {
  const detail = `There are ${MOST_FINDINGS} faults or more; the rest of the log was not told apart.`;
  return { code: 'audit.too-many-findings', sequence, severity: 'failure', detail };
}

/** Verifies a chain that is at hand, for instance rows of the vault in the order of their numbers. */
export function verifyChain(events: Iterable<AuditEvent>, against: Against = {}): ChainReport {
  const verifier = new ChainVerifier(against);
  for (const event of events) {
    if (verifier.exhausted) break;
    verifier.add(event);
  }
  return verifier.report();
}

/**
 * Verifies a chain that arrives piece by piece: events, or the lines of an exported log.
 * @param signal ends the reading with its reason
 */
export async function verifyChainStream(
  events: AsyncIterable<AuditEvent | string> | Iterable<AuditEvent | string>,
  against: Against = {},
  signal?: AbortSignal,
): Promise<ChainReport> {
  const verifier = new ChainVerifier(against);
  for await (const event of events) {
    signal?.throwIfAborted();
    if (verifier.exhausted) break;
    if (typeof event === 'string') verifier.addLine(event);
    else verifier.add(event);
  }
  return verifier.report();
}
