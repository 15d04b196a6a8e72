import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asPersonId } from '../core/brand.ts';
import { generatePrivateKey } from '../core/crypto/private-key.ts';
import { parseCard } from '../core/identity/card.ts';
import { keyRecordOf } from '../core/identity/key-record.ts';
import { signRoster } from '../core/identity/roster.ts';
import { toInstant } from '../core/instant.ts';
import { signPolicy } from '../core/policy/sign.ts';
import { addKeyslot } from '../db/enrolment.ts';
import { listAuditEvents } from '../db/repositories/audit-event.ts';
import { listPersons } from '../db/repositories/person.ts';
import { codeOf } from '../test/desk-world/code-of.ts';
import { passphraseOf } from '../test/desk-world/people.ts';
import { POLICY } from '../test/desk-world/policy.ts';
import { makeWorld, QUICK, type World } from '../test/desk-world/world.ts';
import { enrolPerson } from './enrol-person.ts';
import { importPolicy } from './import-policy.ts';
import { importRoster } from './import-roster.ts';
import { openDesk } from './open-desk.ts';
import { newSecrets } from './person-keys.ts';
import { showAudit } from './show-audit.ts';
import { showWorkstation } from './show-workstation.ts';
import { perform } from './use-case.ts';

let world: World;

/** A further issue of the world's roster, with what a test changes in it. */
function rosterFile(
  name: string,
  change: {
    sequence: number;
    persons?: (ids: string[]) => string[];
    validUntil?: string;
    key?: ReturnType<typeof generatePrivateKey>;
  },
): string {
  const keep = new Set((change.persons ?? ((ids) => ids))(listPersons(world.vault.db).map(({ id }) => id)));
  const roles = new Map<string, string>([
    ['cora', 'custodian'],
    ['tom', 'transfer-agent'],
    ['rita', 'reviewer'],
    ['dora', 'determining-official'],
    ['carl', 'consulted-official'],
    ['axel', 'auditor'],
  ]);
  const persons = listPersons(world.vault.db)
    .filter(({ id }) => keep.has(id))
    .map(({ id, name, organization, card }) => {
      const { keys } = parseCard(card);
      return {
        personId: id,
        name,
        organization,
        roles: [roles.get(id) ?? 'reviewer'],
        keys: keys.map(keyRecordOf),
        requiredAlgorithms: keys.map(({ algorithm }) => algorithm),
      };
    });
  const issuedAt = toInstant(world.now - 1000);
  const document = {
    rosterId: JSON.parse(Buffer.from(JSON.parse(readFileSync(world.rosterPath, 'utf8')).payload, 'base64').toString())
      .predicate.rosterId,
    sequence: change.sequence,
    issuedAt,
    organization: 'Authority',
    persons,
    producers: [],
    ...(change.validUntil === undefined ? {} : { validUntil: change.validUntil }),
  };
  const path = join(world.folder, name);
  writeFileSync(path, signRoster(JSON.parse(JSON.stringify(document)), [change.key ?? world.root]));
  return path;
}

beforeAll(async () => {
  world = await makeWorld({ bundles: false });
}, 60_000);
afterAll(() => world.dispose());

describe('setting a desk up', () => {
  it('shows who is enrolled with which roles, and what rules the desk', async () => {
    const shown = await perform(showWorkstation, world.as('axel'), {});
    expect(shown).toMatchObject({ name: 'Desk One', ceiling: 'SECRET//NOFORN', roster: { sequence: 1 } });
    expect(shown.persons.find(({ personId }) => personId === 'carl')?.roles).toEqual(['consulted-official']);
  });

  it('enrols a person only with a passphrase of their own, and never twice', async () => {
    const nora = asPersonId('nora');
    const input = { personId: 'nora', name: 'Nora New', organization: 'Review Office' };
    expect(await codeOf(perform(enrolPerson, world.as('cora'), input))).toBe('input.missing');
    if (nora === undefined) throw new Error('nora is a person id');
    const weak = { person: nora, passphrase: new TextEncoder().encode('aaaaaaaaaaaaaa') };
    expect(await codeOf(perform(enrolPerson, world.as('cora', undefined, { second: weak }), input))).toBe(
      'input.invalid',
    );
    const strong = { person: nora, passphrase: new TextEncoder().encode('vetch lantern orbit kettle') };
    const { card } = await perform(enrolPerson, world.as('cora', undefined, { second: strong }), input);
    expect(parseCard(new TextEncoder().encode(card)).name).toBe('Nora New');
    expect(await codeOf(perform(enrolPerson, world.as('cora', undefined, { second: strong }), input))).toBe(
      'desk.person-exists',
    );
    expect(await codeOf(perform(enrolPerson, world.as('rita'), input))).toBe('desk.not-allowed');
    world.vault.close();
    const { desk } = openDesk(world.vaultPath, strong, () => world.now);
    expect(await codeOf(perform(showAudit, desk, {}))).toBe('desk.not-on-roster');
    desk.vault.close();
    world.reopen();
  });

  it('lets nobody in whose enrolment was killed half way, and enrols them again under the same name', async () => {
    const secrets = await newSecrets(false);
    const person = asPersonId('nemo');
    if (person === undefined) throw new Error('nemo is a person id');
    const passphrase = new TextEncoder().encode('vetch lantern orbit kettle');
    const cora = { person: world.as('cora').actor, passphrase: passphraseOf('cora') };
    addKeyslot(world.vault.folder, cora, { person, passphrase, secrets }, toInstant(world.now), QUICK);
    world.vault.close();
    const enter = () => openDesk(world.vaultPath, { person, passphrase }, () => world.now);
    expect(await codeOf(enter)).toBe('desk.not-allowed');
    world.reopen();
    const input = { personId: person, name: 'Nemo Nobody', organization: 'Review Office' };
    await perform(enrolPerson, world.as('cora', undefined, { second: { person, passphrase } }), input);
    world.vault.close();
    enter().desk.vault.close();
    world.reopen();
  });

  it('counts wrong passphrases, makes the next one wait, and records them at the next unlock', async () => {
    world.vault.close();
    const wrong = { person: world.as('axel').actor, passphrase: new TextEncoder().encode('not the passphrase') };
    expect(await codeOf(() => openDesk(world.vaultPath, wrong, () => world.now))).toBe('crypto.passphrase-wrong');
    world.now += 3_600_000;
    const opened = openDesk(
      world.vaultPath,
      { person: wrong.person, passphrase: passphraseOf('axel') },
      () => world.now,
    );
    expect(opened.failuresBefore).toBe(1);
    expect(listAuditEvents(opened.desk.vault.db, null, 3).map(({ act }) => act)).toContain('unlock.failed');
    opened.desk.vault.close();
    world.reopen();
  });
});

describe('the roster', () => {
  it('is refused from another root, as an older issue, or as a second face of the same issue', async () => {
    const take = (path: string) => perform(importRoster, world.as('cora'), { path });
    expect(await codeOf(take(rosterFile('forged', { sequence: 2, key: generatePrivateKey('ed25519') })))).toBe(
      'roster.not-signed-by-root',
    );
    expect(
      await codeOf(take(rosterFile('fork', { sequence: 1, persons: (ids) => ids.filter((id) => id !== 'rita') }))),
    ).toBe('roster.fork');
    expect((await take(world.rosterPath)).sequence).toBe(1);
    expect(await codeOf(perform(importRoster, world.as('rita'), { path: world.rosterPath }))).toBe('desk.not-allowed');
  });

  it('takes a role away with its next issue, and lets its custodian mend one that has run out', async () => {
    const validUntil = toInstant(world.now + 3_600_000);
    await perform(importRoster, world.as('cora'), {
      path: rosterFile('second', {
        sequence: 2,
        persons: (ids) => ids.filter((id) => id !== 'rita' && id !== 'nora'),
        validUntil,
      }),
    });
    expect(await codeOf(perform(showAudit, world.as('rita'), {}))).toBe('desk.not-on-roster');
    expect(await codeOf(perform(importRoster, world.as('cora'), { path: world.rosterPath }))).toBe('roster.rollback');
    world.now += 7_200_000;
    expect(await codeOf(perform(showAudit, world.as('axel'), {}))).toBe('desk.no-roster');
    await perform(importRoster, world.as('cora'), { path: rosterFile('third', { sequence: 3 }) });
    expect((await perform(showAudit, world.as('axel'), {})).events.length).toBeGreaterThan(0);
  });
});

describe('the threshold policy', () => {
  it('is refused when the root has not signed it, or it is marked above the ceiling', async () => {
    const file = (name: string, policy: object, key = world.root) => {
      const path = join(world.folder, name);
      writeFileSync(path, signPolicy(JSON.parse(JSON.stringify(policy)), [key]));
      return path;
    };
    const forged = file('forged-policy', { ...POLICY, version: '7' }, generatePrivateKey('ed25519'));
    expect(await codeOf(perform(importPolicy, world.as('cora'), { path: forged }))).toBe('policy.not-signed');
    const high = file('high-policy', { ...POLICY, version: '8', marking: 'TOP SECRET' });
    expect(await codeOf(perform(importPolicy, world.as('cora'), { path: high }))).toBe('desk.marking-above-ceiling');
    const next = file('next-policy', { ...POLICY, version: '9' });
    expect((await perform(importPolicy, world.as('cora'), { path: next })).version).toBe('9');
  });

  it('tells a medium that cannot be read', async () => {
    expect(await codeOf(perform(importPolicy, world.as('cora'), { path: join(world.folder, 'nowhere') }))).toBe(
      'bytes.unreadable',
    );
  });
});
