import type { Answer, EventName, Secrets, SessionName } from '../../desk/contract/session.ts';
import type { UseCaseName } from '../../desk/contract.ts';

/** What the preload gives to this page, and all that it has of the house. */
export interface Bridge {
  call(name: UseCaseName, input: unknown, secrets?: Secrets): Promise<Answer<unknown>>;
  session(name: SessionName, input: unknown): Promise<Answer<unknown>>;
  on(event: EventName, listener: (payload: unknown) => void): () => void;
}

declare global {
  interface Window {
    readonly scrutineer?: Bridge;
  }
}

/** @throws Error where the page was opened without the program around it */
export function bridge(): Bridge {
  if (window.scrutineer === undefined) throw new Error('This page works only inside the Scrutineer program.');
  return window.scrutineer;
}
