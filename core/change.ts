/** One thing in which a later version of a document differs from an earlier one. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'changed';
  /** What kind of thing it is. */
  readonly what:
    | 'person'
    | 'producer'
    | 'role'
    | 'key'
    | 'roster'
    | 'criterion'
    | 'rule'
    | 'treatment'
    | 'quorum'
    | 'consulted-agency'
    | 'policy';
  /** Its id: a person's, a key's, a criterion's; for what there is one of, the name of the field. */
  readonly id: string;
  /** Whose it is, or what people call it. */
  readonly name: string;
  /** The field that changed; null where the whole came or went. */
  readonly field: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

/** What a change is about, without what happened. */
export type Subject = Pick<Change, 'what' | 'id' | 'name'>;

/** @returns a value of a signed document as text for people; null where there is none */
export function valueWords(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((one) => valueWords(one) ?? '').join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** @returns a change for each of these fields whose value differs, in the order of the fields */
export function fieldChanges<T extends object>(
  subject: Subject,
  before: T,
  after: T,
  fields: readonly (keyof T & string)[],
): Change[] {
  return fields.flatMap((field) => {
    const [was, is] = [valueWords(before[field]), valueWords(after[field])];
    return was === is ? [] : [{ ...subject, kind: 'changed' as const, field, before: was, after: is }];
  });
}

/** How entries of two lists are told apart and compared. */
export interface Entries<T> {
  readonly idOf: (entry: T) => string;
  readonly subjectOf: (entry: T) => Subject;
  /** What an entry is in a word or two, shown where it came or went. */
  readonly wordsOf?: (entry: T) => string;
  readonly compare?: (before: T, after: T) => Change[];
}

/** @returns what went, then what changed, then what came, each in the order of its list */
export function listChanges<T>(before: readonly T[], after: readonly T[], entries: Entries<T>): Change[] {
  const { idOf, subjectOf, wordsOf = () => null, compare = () => [] } = entries;
  const [old, now] = [new Map(before.map((one) => [idOf(one), one])), new Map(after.map((one) => [idOf(one), one]))];
  const gone = before.filter((one) => !now.has(idOf(one)));
  const come = after.filter((one) => !old.has(idOf(one)));
  return [
    ...gone.map((one): Change => {
      return { ...subjectOf(one), kind: 'removed', field: null, before: wordsOf(one), after: null };
    }),
    ...after.flatMap((one) => {
      const was = old.get(idOf(one));
      return was === undefined ? [] : compare(was, one);
    }),
    ...come.map((one): Change => {
      return { ...subjectOf(one), kind: 'added', field: null, before: null, after: wordsOf(one) };
    }),
  ];
}
