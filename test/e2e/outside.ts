import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatePrivateKey } from '../../core/crypto/private-key.ts';
import { publicKeyToPem } from '../../core/crypto/public-key.ts';
import { parseCard } from '../../core/identity/card.ts';
import { keyRecordOf } from '../../core/identity/key-record.ts';
import type { Role } from '../../core/identity/role.ts';
import { signRoster } from '../../core/identity/roster.ts';
import { toInstant } from '../../core/instant.ts';
import { signPolicy } from '../../core/policy/sign.ts';
import { cyberSuite } from '../../sample/generator/suite.ts';
import { LAB, makeBundle } from '../desk-world/bundles.ts';
import { POLICY } from '../desk-world/policy.ts';

/** Who stands on a roster: the card that the desk wrote, and the role that the authority gives. */
export interface OnRoster {
  readonly personId: string;
  readonly card: string;
  readonly role: Role;
}

/** The authority and the laboratory outside the desk: they know it by the cards that came out of it alone. */
export class Outside {
  readonly folder: string;
  readonly root = generatePrivateKey('ed25519');
  readonly labKey = generatePrivateKey('ed25519');

  /** @param folder where its files go; exists */
  constructor(folder: string) {
    this.folder = folder;
  }

  /** @returns the root's public key as a file. */
  rootPem(): string {
    const path = join(this.folder, 'root.pem');
    writeFileSync(path, publicKeyToPem(this.root.publicKey));
    return path;
  }

  /** Signs a roster of these persons and the laboratory. @returns its path */
  roster(sequence: number, people: readonly OnRoster[]): string {
    const path = join(this.folder, `roster-${sequence}.dsse.json`);
    const persons = people.map(({ personId, card, role }) => {
      const { name, organization, keys } = parseCard(readFileSync(card));
      const common = { requiredAlgorithms: ['ed25519'], keys: keys.map(keyRecordOf) };
      return { personId, name, organization, roles: [role], ...common };
    });
    const lab = { producerId: LAB, name: 'Fathomworks', organization: 'Fathomworks', requiredAlgorithms: ['ed25519'] };
    const roster = {
      rosterId: 'review-office',
      sequence,
      issuedAt: toInstant(Date.now() - 1000),
      organization: 'Review Office',
      persons,
      producers: [{ ...lab, keys: [keyRecordOf(this.labKey.publicKey)] }],
    };
    writeFileSync(path, signRoster(roster, [this.root]));
    return path;
  }

  /** @returns the path of a signed policy */
  policy(): string {
    const path = join(this.folder, 'policy.dsse.json');
    writeFileSync(path, signPolicy(POLICY, [this.root]));
    return path;
  }

  /** Seals the evaluations of one model to the desk of this card. @returns the bundle's path */
  async bundle(deskCard: string): Promise<string> {
    const path = join(this.folder, 'candidate-1.seb');
    await makeBundle({
      path,
      scratch: join(this.folder, 'logs'),
      key: this.labKey,
      recipients: parseCard(readFileSync(deskCard)).ageRecipients,
      now: Date.now(),
      sequence: 1,
      role: 'candidate',
      logs: cyberSuite({ seed: 'first start', samples: 4, epochs: 2 }).candidate.slice(0, 2),
    });
    return path;
  }
}
