import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEnvelope } from '../core/envelope/dsse.ts';
import { signRoster } from '../core/identity/roster.ts';
import { toInstant } from '../core/instant.ts';
import { signPolicy } from '../core/policy/sign.ts';
import { POLICY } from '../test/desk-world/policy.ts';
import { makeWorld, type World } from '../test/desk-world/world.ts';
import { importPolicy } from './import-policy.ts';
import { importRoster } from './import-roster.ts';
import { showPolicy } from './show-policy.ts';
import { showVersions } from './show-versions.ts';
import { perform } from './use-case.ts';

let world: World;
const HOUR = 3_600_000;
const versions = () => perform(showVersions, world.as('axel'), {});
beforeAll(async () => {
  world = await makeWorld({ bundles: false });
}, 60_000);
afterAll(() => world.dispose());

describe('the versions of roster and policy', () => {
  it('begin with the ones that the desk was set up with, which change nothing', async () => {
    const { rosters, policies } = await versions();
    expect(rosters).toMatchObject([{ sequence: 1, isInUse: true, changes: [], importedBy: 'cora' }]);
    expect(policies).toMatchObject([{ version: POLICY.version, isInUse: true, changes: [] }]);
  });

  it('tell what a new roster changed: persons, roles, keys and dates', async () => {
    const { payload } = parseEnvelope(readFileSync(world.rosterPath));
    const document = JSON.parse(Buffer.from(payload).toString()).predicate;
    const persons = document.persons
      .filter((one: { personId: string }) => one.personId !== 'axel')
      .map((one: { personId: string; roles: string[]; keys: object[] }) => {
        if (one.personId === 'rita') return { ...one, roles: ['auditor'], organization: 'Audit Office' };
        if (one.personId === 'tom') {
          return { ...one, keys: one.keys.map((key) => ({ ...key, notAfter: toInstant(world.now + 90 * 24 * HOUR) })) };
        }
        return one;
      });
    const nina = {
      ...document.persons.find((one: { personId: string }) => one.personId === 'axel'),
      personId: 'nina',
      name: 'Nina',
    };
    const path = join(world.folder, 'roster-2.dsse.json');
    const next = { ...document, sequence: 2, issuedAt: toInstant(world.now), persons: [...persons, nina] };
    world.now += HOUR;
    writeFileSync(path, signRoster(next, [world.root]));
    await perform(importRoster, world.as('cora'), { path });
    const [newest, first] = (await perform(showVersions, world.as('rita'), {})).rosters;
    expect(first).toMatchObject({ sequence: 1, isInUse: false, changes: [] });
    expect(newest).toMatchObject({ sequence: 2, isInUse: true });
    const told = (newest?.changes ?? []).map(({ kind, what, id, field, before, after }) =>
      [kind, what, what === 'key' ? 'key' : id, field, before, after].join(' '),
    );
    expect(told).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^removed person axel {2}auditor/),
        expect.stringMatching(/^changed key key notAfter {2}20/),
        'changed person rita organization Review Office Audit Office',
        'removed role reviewer  rita ',
        'added role auditor   rita',
        expect.stringMatching(/^added person nina {3}auditor/),
      ]),
    );
    expect(told).toHaveLength(6);
  });

  it('tell what a new policy changed: thresholds, criteria, quorum and consulted agencies', async () => {
    // Plain JSON of our own, as a person would edit it.
    const before = JSON.parse(JSON.stringify(POLICY));
    const [threshold = ''] = /"threshold":[0-9.]+/.exec(JSON.stringify(POLICY)) ?? [];
    const edited = JSON.parse(JSON.stringify(POLICY).replace(threshold, '"threshold":0.123'));
    const quorum = { ...before.quorum, persons: before.quorum.persons + 1 };
    const next = { ...edited, version: 'next', quorum, consult: [] };
    const path = join(world.folder, 'policy-2.dsse.json');
    writeFileSync(path, signPolicy(next, [world.root]));
    await perform(importPolicy, world.as('cora'), { path });
    const [newest] = (await perform(showVersions, world.as('rita'), {})).policies;
    expect(newest).toMatchObject({ version: 'next', isInUse: true });
    expect(newest?.changes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'changed',
          what: 'criterion',
          field: 'threshold',
          before: threshold.split(':')[1],
          after: '0.123',
        }),
        expect.objectContaining({ kind: 'changed', what: 'quorum', field: 'persons' }),
        expect.objectContaining({ kind: 'removed', what: 'consulted-agency', id: before.consult[0] }),
      ]),
    );
  });
});

describe('the policy in force', () => {
  it('is told whole and in words to everybody who may look', async () => {
    const policy = await perform(showPolicy, world.as('rita'), {});
    expect(policy.rule[0]).toMatchObject({ depth: 0, words: expect.stringMatching(/ of$/) });
    const criteria = policy.rule.filter(({ words }) => /(>=|<=|<|>) [\d.]+/.test(words));
    expect(criteria.length).toBeGreaterThan(1);
    expect(policy.treatment.map(({ what }) => what)).toContain('Attempts that hit a limit');
    expect(policy.quorum.places.join()).toContain('determining-official');
  });
});
