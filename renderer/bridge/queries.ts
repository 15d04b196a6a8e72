import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { SessionOutput } from '../../desk/contract/session.ts';
import type { Asked, Output, UseCaseName } from '../../desk/contract.ts';
import { call, session } from './call.ts';

export type SessionState = SessionOutput<'state'>;

/** Reads through a use case; the answer is kept under its name and input. */
export function useRead<Name extends UseCaseName>(name: Name, input: Asked<Name>, enabled = true) {
  return useQuery<Output<Name>>({ queryKey: [name, input], queryFn: () => call(name, input), enabled });
}

/** Where the window stands: no vault, locked, or unlocked and by whom. */
export function useSessionState() {
  return useQuery<SessionState>({ queryKey: ['session'], queryFn: () => session('state', {}) });
}

/** After an act: everything on screen is read again. */
export function useReadAgain() {
  const queries = useQueryClient();
  return useCallback(() => queries.invalidateQueries(), [queries]);
}
