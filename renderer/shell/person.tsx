import { Callout } from '@blueprintjs/core';
import { createContext, type ReactNode, useContext } from 'react';
import type { SessionState } from '../bridge/queries.ts';
import { ROLE, word } from '../words/terms.ts';

type Person = NonNullable<SessionState['person']>;
const Context = createContext<Person | undefined>(undefined);

/** Tells every screen who is at the desk. */
export function PersonProvider({ state, children }: { readonly state: SessionState; readonly children: ReactNode }) {
  return <Context value={state.person}>{children}</Context>;
}

export const usePerson = (): Person | undefined => useContext(Context);

/** Whether the person at the desk holds one of the roles. The desk checks it again: this only spares typing in vain. */
export function useHolds(...roles: readonly Person['roles'][number][]): boolean {
  const person = usePerson();
  return person?.roles.some((role) => roles.includes(role)) ?? false;
}

/** Says who may do what the person at the desk may not. */
export function NotYours({ act, roles }: { readonly act: string; readonly roles: readonly Person['roles'][number][] }) {
  return (
    <Callout compact className="not-yours">
      {act} is for the {roles.map((role) => word(ROLE, role).toLowerCase()).join(' or the ')}. Another person can unlock
      the desk to do it.
    </Callout>
  );
}
