import { bringIn } from './intake.ts';
import { decide, judge } from './judgement.ts';
import type { Narrator } from './narrator.ts';
import { makeAuthority, makeLab, prepareEvidence, seal } from './outside.ts';
import { People } from './people.ts';
import type { Places } from './places.ts';
import { bringOut, checkAsStranger } from './release.ts';
import { setUpDesk, signTrust } from './setting-up.ts';

/** Runs the whole story: from a laboratory's logs to a decision that a stranger checks. */
export async function tellStory(places: Places, narrator: Narrator, logsFolder: string | undefined): Promise<void> {
  const people = new People(places, narrator);
  try {
    const evidence = await prepareEvidence(places, narrator, logsFolder);
    const rootPem = await makeAuthority(places, narrator);
    const cards = await setUpDesk(places, narrator, people, rootPem);
    const lab = await makeLab(places, narrator);
    await signTrust(places, narrator, people, cards, lab.card, evidence);
    const bundles = await seal(places, narrator, evidence, lab.keys, cards.recipient);
    const caseId = await bringIn(places, narrator, people, bundles);
    const outcome = await judge(places, narrator, people, caseId, evidence);
    await decide(narrator, people, caseId, outcome);
    await bringOut(places, narrator, people, caseId);
    await checkAsStranger(places, narrator);
  } finally {
    people.wipe();
  }
}
