import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicKeysFromPem } from '../../core/crypto/public-key.ts';
import { personKeys } from '../../core/decision/opening.ts';
import { opensslCommands } from '../../core/decision/openssl-commands.ts';
import { verifyAny } from '../../core/decision/verify-signed.ts';
import { parseEnvelope } from '../../core/envelope/dsse.ts';
import { requireRoster } from '../../core/identity/roster.ts';
import { toInstant } from '../../core/instant.ts';
import { exportDecision } from '../../desk/export-decision.ts';
import { makeNotice } from '../../desk/make-notice.ts';
import { verifyAudit } from '../../desk/verify-audit.ts';
import type { Narrator } from './narrator.ts';
import type { People } from './people.ts';
import type { Places } from './places.ts';
import { tamperedDecision } from './tamper.ts';

/** Makes the notice and exports decision and notice, two persons each. */
export async function bringOut(places: Places, narrator: Narrator, people: People, caseId: string): Promise<void> {
  narrator.chapter('Release', 'Two persons bring the decision out, and a notice that holds nothing of the evidence.');
  const witness = people.signatory('rita');
  await narrator.step(
    'notice',
    () => people.act('dora', makeNotice, { caseId, recipient: 'The developer' }),
    ({ text }) => `the notice reads: ${text}`,
  );
  for (const what of ['decision', 'notice'] as const) {
    await narrator.step(
      `export-${what}`,
      () => people.act('tom', exportDecision, { caseId, what, folder: join(places.out, what) }, witness),
      ({ files, checkpoint }) => {
        for (const { kind, path } of files)
          narrator.file(kind === 'roster' || kind === 'policy' ? `${kind}-copy` : kind, path);
        return `${files.length} files in ${join(places.out, what)}, with an audit checkpoint at event ${checkpoint.sequence}`;
      },
    );
  }
  await narrator.step(
    'audit-verify',
    () => people.act('axel', verifyAudit, {}),
    ({ ok, events }) => {
      if (!ok) throw new Error('the audit log does not verify');
      return `${events} audit events follow each other without a gap`;
    },
  );
}

/** Checks what went out as somebody who has never seen the desk. */
export async function checkAsStranger(places: Places, narrator: Narrator): Promise<void> {
  narrator.chapter(
    'Checking, years later',
    'Anyone with the root key and the roster can check the files, with Scrutineer or without.',
  );
  const roster = readFileSync(join(places.authority, 'demo.roster.dsse.json'));
  const root = publicKeysFromPem(readFileSync(join(places.authority, 'public.pem'), 'utf8'));
  const find = (kind: string) => narrator.files.find((file) => file.kind === kind)?.path ?? '';
  const concurrences = narrator.files
    .filter(({ kind }) => kind === 'concurrence')
    .map(({ path }) => readFileSync(path));
  const context = { roster, root, at: toInstant(Date.now()), concurrences };
  for (const kind of ['decision', 'notice']) {
    await narrator.step(
      `verify-${kind}`,
      () => verifyAny(readFileSync(find(kind)), { ...context, decision: readFileSync(find('decision')) }),
      ({ ok, steps }) => {
        if (!ok) throw new Error(`the ${kind} does not verify`);
        return `the ${kind} verifies: ${steps.filter(({ outcome }) => outcome === 'passed').length} checks passed`;
      },
    );
  }
  const bad = tamperedDecision(find('decision'), join(places.out, 'tampered.decision.dsse.json'));
  narrator.file('tampered-decision', bad);
  await narrator.step(
    'verify-tampered',
    () => verifyAny(readFileSync(bad), context),
    ({ ok, steps }) => {
      const failed = steps.find(({ outcome }) => outcome === 'failed');
      if (ok || failed === undefined) throw new Error('a tampered decision verifies');
      return `a copy that says another thing is refused: ${failed.detail} [${failed.code}]`;
    },
    'refused-as-it-should',
  );
  const { roster: read } = requireRoster(roster, root, context.at);
  const script = opensslCommands(find('decision'), parseEnvelope(readFileSync(find('decision'))), personKeys(read));
  const path = narrator.file('openssl-script', join(places.out, 'check-with-openssl.sh'));
  writeFileSync(path, script, { mode: 0o644 });
  copyFileSync(join(places.authority, 'public.pem'), join(places.out, 'root.pem'));
  narrator.console.say();
  narrator.console.say('The same check without Scrutineer (also in the script above), with openssl alone:');
  for (const line of script.trimEnd().split('\n')) narrator.console.say(`  ${line}`);
}
