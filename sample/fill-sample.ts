import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { cryptoReady } from '../core/crypto/ready.ts';
import { PERSONS } from './demo/authority.ts';
import { bringIn } from './demo/intake.ts';
import { judge } from './demo/judgement.ts';
import { Narrator } from './demo/narrator.ts';
import { makeAuthority, makeLab, prepareEvidence, seal } from './demo/outside.ts';
import { People } from './demo/people.ts';
import { makePlaces } from './demo/places.ts';
import { setUpDesk, signTrust } from './demo/setting-up.ts';

// A worker thread of the unpackaged program: fills a throwaway vault with the demo's invented evidence, up to a case that
// has been read and assessed and waits for a determination.

/** Whom the window unlocks the sample as: the reviewer. */
const FIRST = 'rita';

async function fill(folder: string) {
  process.env['SCRUTINEER_DEMO_DIR'] = folder;
  await cryptoReady();
  const narrator = new Narrator(true);
  const tell = (step: string) => parentPort?.postMessage({ kind: 'step', step });
  const places = makePlaces();
  const people = new People(places, narrator);
  try {
    tell('invent evidence');
    const evidence = await prepareEvidence(places, narrator, undefined);
    const rootPem = await makeAuthority(places, narrator);
    tell('set the desk up');
    const cards = await setUpDesk(places, narrator, people, rootPem);
    const lab = await makeLab(places, narrator);
    await signTrust(places, narrator, people, cards, lab.card, evidence);
    tell('seal and import bundles');
    const bundles = await seal(places, narrator, evidence, lab.keys, cards.recipient);
    const caseId = await bringIn(places, narrator, people, bundles);
    tell('read and assess');
    await judge(places, narrator, people, caseId, evidence);
  } finally {
    people.wipe();
  }
  const persons = PERSONS.map(({ personId, name, role }) => ({
    personId,
    name,
    roles: [role],
    passphrase: readFileSync(join(places.passphrases, `${personId}.txt`), 'utf8').trim(),
  })).sort((a, b) => Number(b.personId === FIRST) - Number(a.personId === FIRST));
  parentPort?.postMessage({ kind: 'filled', folder: places.vault, persons });
}

// Typed by the shell, which hands over one folder.
await fill(String(workerData));
