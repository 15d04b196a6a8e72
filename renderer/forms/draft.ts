import { useCallback, useEffect, useRef, useState } from 'react';
import type { AskedSession } from '../../desk/contract/session.ts';
import { listen, session } from '../bridge/call.ts';

const QUIET_MS = 600;

export interface Draft<Shape> {
  readonly value: Shape;
  readonly set: (next: Shape | ((before: Shape) => Shape)) => void;
  /** What is typed has been sent to the act: nothing is kept any more. */
  readonly clear: () => void;
  readonly state: 'reading' | 'empty' | 'typing' | 'kept' | 'above-ceiling' | 'not-kept';
}

/** How what is typed is marked. */
type Marks = Pick<AskedSession<'saveDraft'>, 'portions' | 'banner'>;

/**
 * What is being typed, kept in the vault under a key: after a pause, when the screen goes, and before the desk locks.
 * A form is `inert` while its state is `reading`: nobody types over a draft that they have not seen.
 * @param key names the form and what it is about; at most 200 characters; the same for as long as the form is there
 * @param start the empty form, made once
 * @param marksOf its markings: the desk keeps nothing that is marked above its ceiling
 */
export function useDraft<Shape extends object>(
  key: string,
  start: Shape,
  marksOf: (value: Shape) => Marks = unmarked,
): Draft<Shape> {
  const [value, setValue] = useState<Shape>(start);
  const [state, setState] = useState<Draft<Shape>['state']>('reading');
  const unsaved = useRef<Shape | null>(null);
  const isTouched = useRef(false);
  const empty = useRef(start);
  const marks = useRef(marksOf);

  useEffect(() => {
    const begin = (found: Shape | null) => {
      // A form that is inert cannot be typed into, and yet be filled in by another program, as one that reads aloud.
      if (isTouched.current) return;
      if (found !== null) setValue({ ...empty.current, ...found });
      setState(found === null ? 'empty' : 'kept');
    };
    session('readDraft', { key }).then(
      ({ text }) => begin(text === null || text === '' ? null : parsed<Shape>(text)),
      () => begin(null),
    );
  }, [key]);

  const keep = useCallback(async () => {
    const typed = unsaved.current;
    if (typed === null) return;
    unsaved.current = null;
    const json = JSON.stringify(typed);
    // A form that was emptied again is begun no more.
    const text = json === JSON.stringify(empty.current) ? '' : json;
    try {
      // One message, marks and all: before a lock there is no time for a second.
      const { kept } = await session('saveDraft', { key, text, ...marks.current(typed) });
      setState((now) => (now === 'typing' ? (kept ? (text === '' ? 'empty' : 'kept') : 'above-ceiling') : now));
    } catch {
      setState('not-kept');
    }
  }, [key]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the value starts the pause again
  useEffect(() => {
    const timer = setTimeout(() => void keep(), QUIET_MS);
    return () => clearTimeout(timer);
  }, [value, keep]);

  useEffect(() => {
    const stop = listen('locked', () => void keep());
    return () => {
      stop();
      void keep();
    };
  }, [keep]);

  const set = useCallback((next: Shape | ((before: Shape) => Shape)) => {
    setValue((before) => {
      const after = typeof next === 'function' ? next(before) : next;
      unsaved.current = after;
      isTouched.current = true;
      return after;
    });
    setState('typing');
  }, []);

  const clear = useCallback(() => {
    unsaved.current = null;
    setValue(empty.current);
    setState('empty');
    void session('saveDraft', { key, text: '' }).catch(() => undefined);
  }, [key]);

  return { value, set, clear, state };
}

const unmarked = (): Marks => ({});

function parsed<Shape>(text: string): Shape | null {
  try {
    const value: unknown = JSON.parse(text);
    // Written by this window from the same shape; a field that is missing takes its empty value.
    return typeof value === 'object' && value !== null ? (value as Shape) : null;
  } catch {
    return null;
  }
}
