import { createHash } from 'node:crypto';
import type { JsonMap } from './json-text.ts';
import type { Random } from './random.ts';

/** Texts longer than this are moved into attachments, as Inspect does. */
const ATTACH_FROM = 100;

/** @returns the moment as Inspect writes it: UTC with microseconds and an offset */
export function inspectTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 23)}000+00:00`;
}

/** Gathers the events of one sample, with their clock, span tree, message pools and attachments. */
export class EventLog {
  readonly events: JsonMap[] = [];
  readonly attachments: JsonMap = {};
  /** The messages that model events refer to by range. */
  readonly messagePool: JsonMap[] = [];
  /** The same messages as the model's interface took them. */
  readonly callPool: JsonMap[] = [];
  readonly #random: Random;
  readonly #start: number;
  readonly #open: string[] = [];
  #now: number;

  /** @param start milliseconds since 1970 */
  constructor(start: number, random: Random) {
    this.#start = start;
    this.#now = start;
    this.#random = random;
  }

  get time(): string {
    return inspectTime(this.#now);
  }

  /** Seconds since the start. */
  get seconds(): number {
    return (this.#now - this.#start) / 1000;
  }

  /** Lets time pass. @returns the seconds passed */
  pass(milliseconds: number): number {
    this.#now += milliseconds;
    return milliseconds / 1000;
  }

  /** @returns the text, or a reference to it among the attachments where it is long */
  attach(text: string): string {
    if (text.length <= ATTACH_FROM) return text;
    const key = createHash('sha256').update(text).digest('hex').slice(0, 32);
    this.attachments[key] = text;
    return `attachment://${key}`;
  }

  /** Adds an event in the innermost open span. */
  add(event: string, fields: JsonMap): void {
    this.events.push({
      uuid: this.#random.id(),
      span_id: this.#open.at(-1),
      timestamp: this.time,
      working_start: this.seconds,
      event,
      ...fields,
    });
  }

  /** Opens a span inside the open one; runs the work; closes it. */
  span(type: string, name: string, work: () => void): void {
    const parent = this.#open.at(-1);
    const id = this.#random.id();
    this.#open.push(id);
    this.add('span_begin', { id, parent_id: parent, type, name });
    work();
    this.add('span_end', { id });
    this.#open.pop();
  }
}
