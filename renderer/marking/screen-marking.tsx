import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useId, useLayoutEffect, useMemo, useState } from 'react';
import { call } from '../bridge/call.ts';
import { useRead } from '../bridge/queries.ts';

/** What one part of the screen shows that is marked. */
interface Shown {
  readonly banners: readonly string[];
  readonly portions: readonly string[];
  /** It lies over a screen that is marked by itself, and adds to that. */
  readonly isOver?: true;
}
interface ScreenMarking {
  readonly marking: string;
  readonly show: (part: string, shown: Shown | null) => void;
}
const Context = createContext<ScreenMarking>({ marking: 'UNCLASSIFIED', show: () => undefined });

/** Adds nothing to a roll-up, so that nobody has to be asked about it. */
const PLAIN = '(U)';

/** Holds what the banners say: what the parts of the screen are marked together, else the highest marking of the desk. */
export function ScreenMarkingProvider({ desk, children }: { readonly desk: string; readonly children: ReactNode }) {
  const [parts, setParts] = useState<ReadonlyMap<string, Shown>>(new Map());
  const marking = useRolledUp([...parts.values()], desk);
  const value = useMemo(
    () => ({
      marking,
      show: (part: string, shown: Shown | null) =>
        setParts((before) => {
          const after = new Map(before);
          if (shown === null) after.delete(part);
          else after.set(part, shown);
          return after;
        }),
    }),
    [marking],
  );
  return <Context value={value}>{children}</Context>;
}

function useRolledUp(parts: readonly Shown[], desk: string): string {
  const banners = [...new Set(parts.flatMap((part) => part.banners))].sort();
  const portions = [...new Set(parts.flatMap((part) => part.portions))].filter((mark) => mark.trim() !== PLAIN).sort();
  const [only, another] = banners;
  // A screen that names nothing is held at the highest of the desk, whatever lies over it.
  const isBare = parts.every(({ isOver }) => isOver);
  const isPlain = isBare || (another === undefined && portions.length === 0);
  const asked = { banners, portions };
  const rolled = useQuery({
    queryKey: ['rollUpMarkings', asked],
    queryFn: () => call('rollUpMarkings', asked),
    enabled: !isPlain,
    staleTime: Number.POSITIVE_INFINITY,
  });
  // Until the desk has answered, the screen is held at the highest that this desk may hold.
  const ceiling = useRead('showWorkstation', {}, !isPlain);
  if (isPlain) return isBare ? desk : (only ?? desk);
  return rolled.data?.banner ?? ceiling.data?.ceiling ?? desk;
}

export const useBanner = (): string => useContext(Context).marking;

/** Names the marking of a document on the screen for as long as it is shown. */
export function useScreenMarking(marking: string | undefined): void {
  useShown(marking === undefined ? null : { banners: [marking], portions: [] });
}

/** Names the markings of what is listed over the screen, as in the command palette. */
export function useMarkingsOver(banners: readonly string[]): void {
  useShown({ banners, portions: [], isOver: true });
}

/** Names the marks of paragraphs that are typed on the screen. */
export function usePortionMarking(portions: readonly string[]): void {
  useShown({ banners: [], portions });
}

function useShown(shown: Shown | null): void {
  const { show } = useContext(Context);
  const part = useId();
  const key = JSON.stringify(shown);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what is shown, `show` only sets a state
  useLayoutEffect(() => {
    show(part, shown);
    return () => show(part, null);
  }, [part, key]);
}
