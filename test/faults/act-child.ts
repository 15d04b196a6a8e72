/*
 * One act of a desk in a process of its own, which kills itself when the act reads the clock for the n-th time:
 * `node act-child.ts VAULT PERSON ACT INPUT N [NEW-PASSPHRASE]`. Prints how often the clock was read when it lives to its
 * end. ACT is a use case, or `init` for making the vault.
 */
import { cryptoReady } from '../../core/crypto/ready.ts';
import { Refusal } from '../../core/failure.ts';
import type { UseCaseName } from '../../desk/contract.ts';
import { initDesk } from '../../desk/init-desk.ts';
import { openDesk } from '../../desk/open-desk.ts';
import { perform } from '../../desk/use-case.ts';
import { USE_CASES } from '../../electron/use-cases.ts';
import { CAST, type Name, passphraseOf } from '../desk-world/people.ts';
import { QUICK } from '../desk-world/world.ts';

const [vault = '', name = '', act = '', input = '{}', last = '', fresh] = process.argv.slice(2);
const { id: person } = CAST[name as Name]; // one of the cast, by who calls
let reads = 0;
const clock = () => {
  reads += 1;
  if (reads === Number(last)) process.kill(process.pid, 'SIGKILL');
  return Date.now();
};

await cryptoReady();
if (act === 'init') {
  const workstation = {
    name: 'Desk Two',
    organization: 'Review Office',
    ceiling: 'SECRET//NOFORN',
    twoPersonRule: false,
  };
  const custodian = { person, name, organization: 'Review Office', passphrase: passphraseOf('cora') };
  const { rootPem } = JSON.parse(input) as { rootPem: string };
  const order = { folder: vault, workstation, custodian, rootPem, postQuantum: false, clock, strength: QUICK };
  (await initDesk(order)).vault.close();
} else {
  const passphrase = passphraseOf(name as Name); // as above
  const { desk } = openDesk(vault, { person, passphrase });
  const second = fresh === undefined ? {} : { second: { person, passphrase: new TextEncoder().encode(fresh) } };
  if (!Object.hasOwn(USE_CASES, act)) throw new Refusal('input.invalid', 'This is no use case.');
  const whole = { ...desk, clock, passphrase, ...second };
  // `perform` parses the input by the schema of this very name.
  await perform(USE_CASES[act as UseCaseName], whole, JSON.parse(input));
  desk.vault.close();
}
process.stdout.write(String(reads));
