import { beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '../brand.ts';
import { sha256 } from '../crypto/digest.ts';
import { cryptoReady } from '../crypto/ready.ts';
import { Refusal } from '../failure.ts';
import { LIMITS, MANIFEST_NAME } from './limits.ts';
import {
  envelopeFor,
  FILES,
  goodBundle,
  type Lab,
  makeLab,
  manifestFor,
  outcome,
  outcomeOf,
  sealed,
  tarFor,
  verify,
} from './testing/lab.ts';
import { end, file, rawHeader, tarOf } from './testing/raw-tar.ts';

let lab: Lab;

beforeAll(async () => {
  await cryptoReady();
  lab = await makeLab();
});

const toDesk = (payload: Uint8Array) => sealed(payload, lab.desk.recipient);

describe('the members', () => {
  const withFiles = async (files: typeof FILES, changes = {}) =>
    toDesk(tarFor(envelopeFor(manifestFor(FILES, changes), lab.key), files));
  const [first, second, third] = FILES.map((file) => file);

  it('must all be there, and nothing else', async () => {
    if (!first || !second || !third) throw new Error('the example has three files');
    expect(await outcome(lab, await withFiles([first, second]))).toBe('members-complete: bundle.member-missing');
    const extra = { name: 'extra.txt', role: 'attachment', bytes: Buffer.from('x') } as const;
    expect(await outcome(lab, await withFiles([...FILES, extra]))).toBe('members-complete: bundle.member-extra');
    expect(await outcome(lab, await withFiles([...FILES, third]))).toBe('members-complete: bundle.member-duplicate');
    const cased = { ...third, name: 'NOTES.txt' };
    expect(await outcome(lab, await withFiles([...FILES, cased]))).toBe('members-complete: bundle.member-duplicate');
    const again = tarOf(
      tarFor(envelopeFor(manifestFor(FILES), lab.key), FILES).subarray(0, -1024),
      file(MANIFEST_NAME, '{}'),
      end,
    );
    expect(await outcome(lab, await toDesk(again))).toBe('members-complete: bundle.member-duplicate');
  });

  it('must be of the size and digest that was signed', async () => {
    if (!first || !second || !third) throw new Error('the example has three files');
    const longer = { ...third, bytes: Buffer.from('Run by hand.\n!') };
    expect(await outcome(lab, await withFiles([first, second, longer]))).toBe('members-complete: bundle.size-wrong');
    const other = { ...third, bytes: Buffer.from('Run by hand!\n') };
    expect(await outcome(lab, await withFiles([first, second, other]))).toBe('members-complete: bundle.digest-wrong');
    const swapped = [{ ...first, name: second.name }, { ...second, name: first.name }, third];
    expect(await outcome(lab, await withFiles(swapped))).toBe('members-complete: bundle.size-wrong');
  });

  it('must be right in their second digest too, where there is one', async () => {
    const withSecond = (text: (bytes: Uint8Array) => ReturnType<typeof sha256>) =>
      manifestFor(FILES).members.map((member, i) => ({
        ...member,
        digest: { ...member.digest, sha256: text(FILES[i]?.bytes ?? new Uint8Array(0)) },
      }));
    expect(await outcome(lab, await goodBundle(lab, { members: withSecond(sha256) }))).toBe('ok');
    const wrong = withSecond(() => sha256(Buffer.from('other')));
    expect(await outcome(lab, await goodBundle(lab, { members: wrong }))).toBe('members-complete: bundle.digest-wrong');
  });

  it('must be plain files with plain names in a sound tar', async () => {
    const envelope = envelopeFor(manifestFor(FILES), lab.key);
    const start = tarFor(envelope, FILES).subarray(0, -1024);
    const hostile: [string, Uint8Array][] = [
      ['bundle.path-unsafe', tarOf(start, file('../x', 'x'), end)],
      ['bundle.path-unsafe', tarOf(start, file('/x', 'x'), end)],
      ['bundle.member-kind', tarOf(start, rawHeader({ name: 'x', type: '2' }), end)],
      ['bundle.member-kind', tarOf(start, rawHeader({ name: 'logs/', type: '5' }), end)],
      ['bundle.tar-malformed', tarOf(start, Buffer.alloc(512, 1), end)],
      ['bundle.oversize', tarOf(start, rawHeader({ name: 'x', type: 'x', size: 10_000_000 }), end)],
      ['bundle.truncated', start],
      ['bundle.truncated', tarOf(start, end.subarray(512))],
      ['bundle.truncated', start.subarray(0, -600)],
      ['bundle.trailing-data', tarOf(start, end, Buffer.from('x'.padEnd(512)))],
      ['bundle.member-extra', tarOf(start, rawHeader({ name: 'x', size: 2 ** 33 - 1 }), end)],
    ];
    for (const [code, tar] of hostile) {
      expect([code, await outcome(lab, await toDesk(tar))]).toEqual([code, `members-complete: ${code}`]);
    }
    expect(await outcome(lab, await toDesk(tarOf(start, end, new Uint8Array(8192))))).toBe('ok');
  });

  it('refuses too many of them', async () => {
    const many = Array.from({ length: LIMITS.members + 1 }, (_, i) => rawHeader({ name: `m${i}` }));
    const envelope = envelopeFor(manifestFor(FILES), lab.key);
    const found = await outcome(lab, await toDesk(tarOf(file(MANIFEST_NAME, envelope), ...many, end)));
    expect(found).toMatch(/^members-complete: bundle\.(member-extra|too-many-members)$/);
  });
});

describe('the reading of logs and score tables', () => {
  it('reads each of them, and no attachment', async () => {
    const read: string[] = [];
    await verify(lab, await goodBundle(lab), {
      readMember: async ({ name }, source) => {
        read.push(`${name} ${source.size}`);
        return { findings: [], claims: { matched: 0, mismatched: 0, notRecomputable: 0 } };
      },
    });
    expect(read).toEqual(FILES.slice(0, 2).map(({ name, bytes }) => `${name} ${bytes.length}`));
  });

  it('refuses a bundle with one that cannot be read', async () => {
    const failing = (role: string) => ({
      readMember: async (member: { role: string }) => {
        if (member.role === role) throw new Refusal('json.syntax', 'The log is not JSON.');
        return { findings: [], claims: { matched: 0, mismatched: 0, notRecomputable: 0 } };
      },
    });
    expect(await outcome(lab, await goodBundle(lab), failing('inspect-log'))).toBe(
      'logs-readable: bundle.log-unreadable',
    );
    expect(await outcome(lab, await goodBundle(lab), failing('scores'))).toBe(
      'logs-readable: bundle.scores-unreadable',
    );
  });

  it('keeps what they say oddly as findings, and refuses nothing for it', async () => {
    const finding = {
      code: 'log.claim-mismatch',
      severity: 'alarm',
      member: 'logs/ctf.eval',
      place: null,
      detail: 'x',
    } as const;
    const verdict = await verify(lab, await goodBundle(lab), {
      readMember: async () => ({ findings: [finding], claims: { matched: 3, mismatched: 1, notRecomputable: 0 } }),
    });
    expect(outcomeOf(verdict)).toBe('ok');
    expect(verdict.findings).toEqual([finding, finding]);
    expect(verdict.steps.at(-1)?.outcome).toBe('warning');
  });

  it('notes a bundle that was made in the future', async () => {
    const createdAt = '2027-01-01T00:00:00Z' as Instant; // a literal in the right form
    const bundle = await goodBundle(lab, { createdAt });
    const verdict = await verify(lab, bundle);
    expect(verdict.findings.map(({ code }) => code)).toEqual(['bundle.created-in-future']);
    expect(verdict.ok).toBe(true);
  });
});
