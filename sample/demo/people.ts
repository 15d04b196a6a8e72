import { asPersonId } from '../../core/brand.ts';
import type { Asked, Output, UseCaseName } from '../../desk/contract.ts';
import type { Signatory } from '../../desk/desk.ts';
import { openDesk } from '../../desk/open-desk.ts';
import { perform, type UseCase } from '../../desk/use-case.ts';
import type { Narrator } from './narrator.ts';
import type { Places } from './places.ts';

/** The persons of the demo with their passphrases, each at the desk only for their own acts. */
export class People {
  readonly #vault: string;
  readonly #narrator: Narrator;
  readonly #passphrases = new Map<string, Uint8Array>();

  constructor(places: Places, narrator: Narrator) {
    this.#vault = places.vault;
    this.#narrator = narrator;
  }

  know(person: string, passphrase: Uint8Array): void {
    this.#passphrases.set(person, passphrase);
  }

  /** @returns a person with their passphrase. */
  signatory(person: string): Signatory {
    const id = asPersonId(person);
    const passphrase = this.#passphrases.get(person);
    if (id === undefined || passphrase === undefined) throw new Error(`the demo knows no ${person}`);
    return { person: id, passphrase };
  }

  /** Unlocks the vault as one person, performs one act, and locks again. */
  async act<Name extends UseCaseName>(
    person: string,
    useCase: UseCase<Name>,
    input: Asked<Name>,
    second?: Signatory,
  ): Promise<Output<Name>> {
    const { desk } = openDesk(this.#vault, this.signatory(person));
    try {
      return await perform(
        useCase,
        { ...desk, ...(second === undefined ? {} : { second }), onProgress: this.#narrator.progress },
        input,
      );
    } finally {
      desk.vault.close();
    }
  }

  wipe(): void {
    for (const passphrase of this.#passphrases.values()) passphrase.fill(0);
  }
}
