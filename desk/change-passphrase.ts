import { Refusal } from '../core/failure.ts';
import { toInstant } from '../core/instant.ts';
import { changePassphrase as reseal } from '../db/enrolment.ts';
import { requireStrongPassphrase } from './passphrase-rule.ts';
import { signatory } from './person-keys.ts';
import { ANY_ROLE } from './standing.ts';
import { recorded } from './trail.ts';
import { useCase } from './use-case.ts';

/**
 * Changes the actor's own passphrase. The new one comes as the second credential of the act, under the actor's own name.
 * A copy of `keyslots.json` from before still opens with the old one.
 */
export const changePassphrase = useCase('changePassphrase', ANY_ROLE, async (desk) => {
  const fresh = desk.second;
  if (fresh === undefined || fresh.person !== desk.actor) {
    throw new Refusal('input.missing', 'The new passphrase is missing.', {
      remedy: 'Enter the passphrase you want from now on.',
    });
  }
  requireStrongPassphrase(fresh.passphrase);
  const record = () =>
    recorded(desk, () => ({
      result: undefined,
      events: [{ act: 'passphrase.changed', subject: desk.actor, detail: { personId: desk.actor } }],
    }));
  reseal(desk.vault.folder, signatory(desk), fresh.passphrase, toInstant(desk.clock()), { record });
  return { personId: desk.actor };
});
