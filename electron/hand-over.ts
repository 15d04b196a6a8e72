import type { Pushed } from '../desk/contract/session.ts';

type Reason = Pushed<'locked'>['reason'];

/** How long the window gets to hand over what is being typed, in milliseconds. One that hangs does not keep a desk open. */
const LONGEST = 1500;

/** Asks the window for what is being typed before it is thrown away, and hears when it has handed all of it over. */
export class HandOver {
  readonly #tell: (reason: Reason) => void;
  readonly #longest: number;
  #heard: (() => void) | undefined;

  /** @param tell says to the window that the desk is about to lock */
  constructor(tell: (reason: Reason) => void, longest = LONGEST) {
    this.#tell = tell;
    this.#longest = longest;
  }

  /** Settles when the window has answered, or has taken too long. */
  async ask(reason: Reason): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#heard = resolve;
    const clock = setTimeout(resolve, this.#longest);
    this.#tell(reason);
    await promise;
    clearTimeout(clock);
    this.#heard = undefined;
  }

  /** The window says that everything is handed over. Its messages come in order, so drafts came before this. */
  done(): void {
    this.#heard?.();
  }
}
