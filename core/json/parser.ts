import { Refusal } from '../failure.ts';
import { tooManyValues } from './prove-ordinary.ts';
import { type JsonObject, type JsonValue, setMember } from './value.ts';

/** What a parser saw that JSON forbids or that other readers would silently lose. */
export type JsonOddity = 'duplicate-key' | 'big-integer' | 'non-finite' | 'lone-surrogate' | 'nul' | 'not-utf8' | 'bom';

/** What the caller allows, and where it wants to be told. */
export interface ParserRules {
  /** How many arrays and objects may stand inside each other. */
  readonly maxDepth: number;
  /** How many values of any kind there may be. */
  readonly maxValues: number;
  /** Whether `NaN`, `Infinity` and `-Infinity` are numbers. */
  readonly nonFinite: boolean;
  /** Told of each oddity with its path; throws where the oddity is not allowed. */
  readonly onOddity: (kind: JsonOddity, path: string) => void;
}

/** The digits of an integer that may become a bigint: CPython's own limit for the same conversion. */
const MAX_DIGITS = 4300;
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

interface Frame {
  readonly container: JsonValue[] | JsonObject;
  key: string;
}

/**
 * Parses JSON text with its own stack, so that nesting never overflows the engine's.
 * @throws Refusal `json.syntax`, `json.too-deep`, `json.number-out-of-range` (an integer of more than 4300 digits), and
 * whatever `onOddity` throws
 */
export function parseText(text: string, rules: ParserRules): JsonValue {
  return new Parser(text, rules).document();
}

class Parser {
  private readonly text: string;
  private readonly rules: ParserRules;
  private readonly stack: Frame[] = [];
  private at = 0;
  private values = 0;

  constructor(text: string, rules: ParserRules) {
    this.text = text;
    this.rules = rules;
  }

  document(): JsonValue {
    this.space();
    let value = this.opening();
    // `undefined` says that a container was opened and its first element comes next.
    for (;;) {
      if (value === undefined) {
        value = this.opening();
        continue;
      }
      this.space();
      const top = this.stack.at(-1);
      if (!top) {
        if (this.at < this.text.length) throw this.syntax('There is text after the end of the document');
        return value;
      }
      this.put(top, value);
      value = this.afterElement(top);
    }
  }

  /** Reads a scalar or an empty container and returns it, or opens a container and returns undefined. */
  private opening(): JsonValue | undefined {
    if (++this.values > this.rules.maxValues) throw tooManyValues(this.rules.maxValues);
    const start = this.text[this.at];
    if (start === '{' || start === '[') return this.open(start);
    if (start === '"') return this.string();
    if (start === 't') return this.word('true', true);
    if (start === 'f') return this.word('false', false);
    if (start === 'n') return this.word('null', null);
    return this.number(start);
  }

  private open(bracket: string): JsonValue | undefined {
    if (this.stack.length >= this.rules.maxDepth) {
      throw new Refusal('json.too-deep', `The JSON is nested deeper than ${this.rules.maxDepth} levels.`, {
        remedy: 'Ask the sender how the document was made; no ordinary document is nested so deep.',
      });
    }
    this.at++;
    this.space();
    const container = bracket === '{' ? ({} as JsonObject) : ([] as JsonValue[]); // filled by put()
    if (this.text[this.at] === (bracket === '{' ? '}' : ']')) {
      this.at++;
      return container;
    }
    const frame: Frame = { container, key: '' };
    this.stack.push(frame);
    if (bracket === '{') this.key(frame);
    return undefined;
  }

  /** After an element: moves to the next one (undefined) or closes the container and returns it. */
  private afterElement(top: Frame): JsonValue | undefined {
    const list = Array.isArray(top.container);
    const mark = this.text[this.at];
    if (mark === ',') {
      this.at++;
      this.space();
      if (!list) this.key(top);
      return undefined;
    }
    if (mark !== (list ? ']' : '}')) throw this.syntax(`Expected "," or "${list ? ']' : '}'}"`);
    this.at++;
    this.stack.pop();
    return top.container;
  }

  private key(frame: Frame): void {
    if (this.text[this.at] !== '"') throw this.syntax('Expected a key in quotes');
    frame.key = this.string();
    this.space();
    if (this.text[this.at] !== ':') throw this.syntax('Expected ":" after a key');
    this.at++;
    this.space();
    if (Object.hasOwn(frame.container, frame.key)) this.rules.onOddity('duplicate-key', this.path());
  }

  private put(top: Frame, value: JsonValue): void {
    if (Array.isArray(top.container)) top.container.push(value);
    else setMember(top.container, top.key, value);
  }

  private string(): string {
    let out = '';
    this.at++;
    for (;;) {
      const from = this.at;
      this.skipPlain();
      if (this.at > from) out += this.text.slice(from, this.at);
      const stop = this.text[this.at];
      if (stop === '"') break;
      if (stop !== '\\') throw this.syntax('A string is not closed, or holds a raw control character');
      out += this.escape();
    }
    this.at++;
    if (!out.isWellFormed()) this.rules.onOddity('lone-surrogate', this.path());
    if (out.includes('\u0000')) this.rules.onOddity('nul', this.path());
    return out;
  }

  private skipPlain(): void {
    for (;;) {
      const c = this.text.charCodeAt(this.at);
      // NaN, past the end, fails the first comparison.
      if (!(c >= 32) || c === 34 || c === 92) return;
      this.at++;
    }
  }

  private escape(): string {
    const letter = this.text[this.at + 1] ?? '';
    if (letter === 'u') {
      const digits = this.text.slice(this.at + 2, this.at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.syntax('A \\u escape needs four hex digits');
      this.at += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const plain = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
    if (plain === undefined) throw this.syntax('A string holds an unknown escape');
    this.at += 2;
    return plain;
  }

  private number(start: string | undefined): JsonValue {
    if (start === 'N') return this.nonFinite('NaN', Number.NaN);
    if (start === 'I') return this.nonFinite('Infinity', Number.POSITIVE_INFINITY);
    if (start === '-' && this.text[this.at + 1] === 'I') return this.nonFinite('-Infinity', Number.NEGATIVE_INFINITY);
    NUMBER.lastIndex = this.at;
    const found = NUMBER.exec(this.text);
    if (!found) throw this.syntax(start === undefined ? 'The document ends too early' : 'Expected a value');
    this.at = NUMBER.lastIndex;
    const digits = found[0];
    const value = Number(digits);
    if (found[1] === undefined && found[2] === undefined) return this.integer(digits, value);
    if (!Number.isFinite(value)) this.rules.onOddity('non-finite', this.path());
    return value;
  }

  private integer(digits: string, value: number): JsonValue {
    if (Number.isSafeInteger(value)) return value;
    if (digits.length > MAX_DIGITS) {
      throw new Refusal('json.number-out-of-range', `An integer has more than ${MAX_DIGITS} digits.`, {
        where: this.path(),
      });
    }
    this.rules.onOddity('big-integer', this.path());
    return BigInt(digits);
  }

  private nonFinite(token: string, value: number): number {
    if (!this.rules.nonFinite || !this.text.startsWith(token, this.at)) throw this.syntax('Expected a value');
    this.at += token.length;
    this.rules.onOddity('non-finite', this.path());
    return value;
  }

  private word<T extends JsonValue>(token: string, value: T): T {
    if (!this.text.startsWith(token, this.at)) throw this.syntax('Expected a value');
    this.at += token.length;
    return value;
  }

  private space(): void {
    for (;;) {
      const c = this.text.charCodeAt(this.at);
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return;
      this.at++;
    }
  }

  /** The place of the value being read, as `$.samples[3].id`; long paths are cut in the middle of the document. */
  private path(): string {
    let out = '$';
    for (const frame of this.stack.slice(0, 12)) {
      out += Array.isArray(frame.container) ? `[${frame.container.length}]` : `.${frame.key.slice(0, 60)}`;
    }
    return this.stack.length > 12 ? `${out}…` : out;
  }

  private syntax(what: string): Refusal {
    return new Refusal('json.syntax', `${what} (at character ${this.at}).`, { where: this.path() });
  }
}
