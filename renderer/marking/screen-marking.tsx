import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';

interface ScreenMarking {
  readonly marking: string;
  readonly show: (marking: string | null) => void;
}
const Context = createContext<ScreenMarking>({ marking: 'UNCLASSIFIED', show: () => undefined });

/** Holds what the banners say: what the screen names, else the highest marking of the desk. */
export function ScreenMarkingProvider({ desk, children }: { readonly desk: string; readonly children: ReactNode }) {
  const [named, setNamed] = useState<string | null>(null);
  const value = useMemo(() => ({ marking: named ?? desk, show: setNamed }), [named, desk]);
  return <Context value={value}>{children}</Context>;
}

export const useBanner = (): string => useContext(Context).marking;

/** Names the marking of the screen for as long as it is shown. */
export function useScreenMarking(marking: string | undefined): void {
  const { show } = useContext(Context);
  useEffect(() => {
    if (marking === undefined) return undefined;
    show(marking);
    return () => show(null);
  }, [marking, show]);
}
