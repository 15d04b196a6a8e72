import { Refusal } from '../failure.ts';

/** A derivative classification authority block (32 CFR 2001.22, ICM E.2). It never has a Reason line. */
export interface AuthorityBlock {
  /** Name and position, or a personal identifier, with agency where it is not evident. */
  readonly classifiedBy: string;
  /** One source with agency and date, or `Multiple Sources`. */
  readonly derivedFrom: string;
  readonly declassifyOn: DeclassifyOn;
}

/** The one value of a Declassify On line. Dates are `YYYYMMDD`. */
export type DeclassifyOn =
  | { readonly kind: 'restricted-data' }
  | { readonly kind: 'fifty-undated'; readonly value: '50X1-HUM' | '50X2-WMD' }
  | {
      readonly kind: 'exemption';
      readonly years: 25 | 50 | 75;
      /** 1 to 9. */
      readonly category: number;
      readonly date: string;
    }
  | { readonly kind: 'date'; readonly date: string }
  | { readonly kind: 'event'; readonly event: string };

export const RESTRICTED_DATA_LINE = 'N/A to RD portions. See source list for NSI portions.';

const LINE = /^([A-Za-z][A-Za-z ]*): (.*)$/;
const LONGEST_VALUE = 500;
const LEGACY = /^(OADR|MR|X[1-8]|25X\d+|50X\d+|75X\d+|DCI Only|DNI Only)$/i;

function refuse(
  code:
    | 'marking.authority-missing'
    | 'marking.authority-forbidden'
    | 'marking.authority-value'
    | 'marking.authority-line',
  message: string,
  where: string,
  remedy: string,
): never {
  throw new Refusal(code, message, { where, remedy });
}

/** @returns the date as given where `YYYYMMDD` names a real day, else undefined. */
function asDay(text: string): string | undefined {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return undefined;
  const at = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const same = !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === `${year}-${month}-${day}`;
  return same ? text : undefined;
}

function yearsAfter(day: string, years: number): string {
  return `${Number(day.slice(0, 4)) + years}${day.slice(4)}`.padStart(8, '0');
}

function isPlain(text: string): boolean {
  return (
    text.trim() === text && text !== '' && text.length <= LONGEST_VALUE && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)
  );
}

/**
 * Parses the value of a Declassify On line.
 * @param text one value, for instance `20510602` or `50X1-HUM`
 * @throws Refusal marking.authority-value, with what to write for values that are retired
 */
export function parseDeclassifyOn(text: string): DeclassifyOn {
  const where = 'Declassify On';
  if (text === RESTRICTED_DATA_LINE) return { kind: 'restricted-data' };
  if (text === '50X1-HUM' || text === '50X2-WMD') return { kind: 'fifty-undated', value: text };
  const exemption = /^(25|50|75)X([1-9]), (\d{8})$/.exec(text);
  if (exemption) {
    const date = asDay(exemption[3] ?? '');
    const years = exemption[1] === '25' ? 25 : exemption[1] === '50' ? 50 : 75;
    if (date) return { kind: 'exemption', years, category: Number(exemption[2]), date };
  }
  const date = asDay(text);
  if (date) return { kind: 'date', date };
  if (LEGACY.test(text)) {
    const undated = /^25X/i.test(text);
    const years = undated ? 50 : 25;
    const what = undated ? 'has no date' : 'is retired or has no date';
    refuse(
      'marking.authority-value',
      `"${text}" ${what}.`,
      where,
      `Write the date that lies ${years} years after the date of the source, as YYYYMMDD.`,
    );
  }
  // A line of digits and codes that is none of the above is a slip, not the name of an event.
  if (/^[\dX,./ -]+$/.test(text) || /^\d+X/.test(text) || !isPlain(text)) {
    refuse(
      'marking.authority-value',
      'The Declassify On value cannot be read.',
      where,
      'Write a day as YYYYMMDD, or an event.',
    );
  }
  return { kind: 'event', event: text };
}

/** @returns the value as its line writes it. */
export function renderDeclassifyOn(value: DeclassifyOn): string {
  switch (value.kind) {
    case 'restricted-data':
      return RESTRICTED_DATA_LINE;
    case 'fifty-undated':
      return value.value;
    case 'exemption':
      return `${value.years}X${value.category}, ${value.date}`;
    case 'date':
      return value.date;
    case 'event':
      return value.event;
  }
}

/**
 * Checks the value against the date of origin: a date lies at most 25 years after it, a dated 25X exemption at most 50,
 * a 50X at most 75 (32 CFR 2001.26). Whether an event lies within ten years, no program can tell.
 * @param origin date of origin, `YYYYMMDD`
 * @throws Refusal marking.authority-value
 */
export function validateDeclassifyOn(value: DeclassifyOn, origin: string): void {
  const start = asDay(origin);
  if (!start)
    refuse('marking.authority-value', 'The date of origin is not a day.', 'date of origin', 'Write YYYYMMDD.');
  if (value.kind !== 'date' && value.kind !== 'exemption') return;
  const limit = value.kind === 'date' ? 25 : value.years === 25 ? 50 : value.years === 50 ? 75 : undefined;
  if (value.date < start) {
    refuse(
      'marking.authority-value',
      'The date lies before the date of origin.',
      'Declassify On',
      'Write a later day.',
    );
  }
  if (limit !== undefined && value.date > yearsAfter(start, limit)) {
    const remedy = `Write a day up to ${yearsAfter(start, limit)}.`;
    refuse(
      'marking.authority-value',
      `The date lies more than ${limit} years after the origin.`,
      'Declassify On',
      remedy,
    );
  }
}

/** The order of protection, longest first (ICM E.3). */
function rank(value: DeclassifyOn): number {
  if (value.kind === 'restricted-data') return 0;
  if (value.kind === 'fifty-undated') return 1;
  // 75X extends a 50X exemption, so it stands above it; the hierarchy as published names 50X and 25X alone.
  if (value.kind === 'exemption') return value.years === 75 ? 2 : value.years === 50 ? 3 : 4;
  return value.kind === 'date' ? 5 : 6;
}

/**
 * The longest of several sources' values: restricted data, 50X1-HUM and 50X2-WMD, 75X, 50X, 25X, a date, an event, and
 * where there is none, 25 years after the origin.
 * @param origin date of the new document, `YYYYMMDD`, for when no source has a value
 */
export function longestDeclassifyOn(values: readonly DeclassifyOn[], origin: string): DeclassifyOn {
  const day = asDay(origin);
  if (!day) refuse('marking.authority-value', 'The date of origin is not a day.', 'date of origin', 'Write YYYYMMDD.');
  const [first, ...rest] = values;
  if (!first) return { kind: 'date', date: yearsAfter(day, 25) };
  return rest.reduce((longest, value) => (isLonger(value, longest) ? value : longest), first);
}

function isLonger(one: DeclassifyOn, other: DeclassifyOn): boolean {
  if (rank(one) !== rank(other)) return rank(one) < rank(other);
  if ('date' in one && 'date' in other) return one.date > other.date;
  // Between equals any choice is right; a fixed one makes the result independent of the order of the sources.
  return renderDeclassifyOn(one) < renderDeclassifyOn(other);
}

/**
 * Parses a derivative block: three lines, `Classified By`, `Derived From`, `Declassify On`, in this order.
 * @throws Refusal marking.authority-*
 */
export function parseAuthorityBlock(text: string): AuthorityBlock {
  const found = new Map<string, string>();
  for (const line of text.replace(/\r?\n$/, '').split(/\r?\n/)) {
    const [, name = '', value = ''] = LINE.exec(line) ?? [];
    if (name === 'Reason' || name === 'Classification Reason') {
      refuse('marking.authority-forbidden', 'A derivative block has no Reason line.', name, 'Leave the line out.');
    }
    if (!['Classified By', 'Derived From', 'Declassify On'].includes(name) || found.has(name)) {
      refuse(
        'marking.authority-line',
        'The block holds a line that does not belong there.',
        name || line.slice(0, 40),
        'Write Classified By, Derived From and Declassify On, once each, as "Name: value".',
      );
    }
    found.set(name, value);
  }
  const lineOf = (name: string): string =>
    found.get(name) ||
    refuse('marking.authority-missing', `The block has no ${name}.`, name, `Add a line "${name}: …".`);
  return authorityBlock(lineOf('Classified By'), lineOf('Derived From'), lineOf('Declassify On'));
}

/**
 * Makes a block out of its three values.
 * @throws Refusal marking.authority-value
 */
export function authorityBlock(classifiedBy: string, derivedFrom: string, declassifyOn: string): AuthorityBlock {
  for (const [name, value] of [
    ['Classified By', classifiedBy],
    ['Derived From', derivedFrom],
  ] as const) {
    if (!isPlain(value)) {
      const remedy = `Write one line of at most ${LONGEST_VALUE} characters.`;
      refuse('marking.authority-value', `The ${name} value cannot be read.`, name, remedy);
    }
  }
  return { classifiedBy, derivedFrom, declassifyOn: parseDeclassifyOn(declassifyOn) };
}

/** @returns the block as its three lines. */
export function renderAuthorityBlock(block: AuthorityBlock): string {
  return [
    `Classified By: ${block.classifiedBy}`,
    `Derived From: ${block.derivedFrom}`,
    `Declassify On: ${renderDeclassifyOn(block.declassifyOn)}`,
  ].join('\n');
}
