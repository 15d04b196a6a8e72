/** Integers that a double cannot hold exactly are bigint; every other number is a double (NaN and infinities too, from logs). */
export type JsonNumber = number | bigint;
export type JsonValue = null | boolean | JsonNumber | string | JsonValue[] | JsonObject;
/** Read it through `member`, which sees own keys alone: a document may hold `__proto__` or `constructor` as plain data. */
export interface JsonObject {
  [key: string]: JsonValue;
}

/** @returns true where the value is a JSON object (not null, not an array). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns the own member of that name, or undefined where the value is no object or has none. */
export function member(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** @returns the member where it is an object, else undefined. */
export function objectMember(value: JsonValue | undefined, key: string): JsonObject | undefined {
  const found = member(value, key);
  return isJsonObject(found) ? found : undefined;
}

/** @returns the member where it is an array, else undefined. */
export function arrayMember(value: JsonValue | undefined, key: string): JsonValue[] | undefined {
  const found = member(value, key);
  return Array.isArray(found) ? found : undefined;
}

/** @returns the member where it is text, else undefined. */
export function textMember(value: JsonValue | undefined, key: string): string | undefined {
  const found = member(value, key);
  return typeof found === 'string' ? found : undefined;
}

/** @returns the member where it is a number that a double holds exactly, else undefined. */
export function numberMember(value: JsonValue | undefined, key: string): number | undefined {
  const found = member(value, key);
  return typeof found === 'number' ? found : undefined;
}

/** Sets a member as plain data, so that the key `__proto__` never reaches the prototype. */
export function setMember(into: JsonObject, key: string, value: JsonValue): void {
  if (key === '__proto__') {
    Object.defineProperty(into, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    into[key] = value;
  }
}

/**
 * Writes a tolerant value as JSON text for people and for comparing: bigints as their digits, NaN and infinities as
 * the bare tokens that Python writes. Members keep their order. Iterative, so depth cannot overflow the stack.
 */
export function jsonText(value: JsonValue): string {
  const out: string[] = [];
  const work: (JsonValue | Literal)[] = [value];
  for (;;) {
    const next = work.pop();
    if (next === undefined) return out.join('');
    if (isLiteral(next)) out.push(next.literal);
    else if (Array.isArray(next)) {
      work.push(new Literal(']'));
      for (let i = next.length - 1; i >= 0; i--) {
        work.push(next[i] ?? null);
        if (i > 0) work.push(new Literal(','));
      }
      out.push('[');
    } else if (isJsonObject(next)) {
      const keys = Object.keys(next);
      work.push(new Literal('}'));
      for (let i = keys.length - 1; i >= 0; i--) {
        const key = keys[i] ?? '';
        work.push(next[key] ?? null, new Literal(`${i > 0 ? ',' : ''}${JSON.stringify(key)}:`));
      }
      out.push('{');
    } else out.push(scalarText(next));
  }
}

class Literal {
  readonly literal: string;
  constructor(literal: string) {
    this.literal = literal;
  }
}

function isLiteral(value: unknown): value is Literal {
  return value instanceof Literal;
}

function scalarText(value: null | boolean | JsonNumber | string): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return String(value);
}
