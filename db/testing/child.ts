/*
 * A process of its own for the tests that need a second one or one to kill: `node child.ts <what> <vault>`.
 * It says `ready` on standard output when it is where the test wants it.
 */
import { cryptoReady } from '../../core/crypto/ready.ts';
import { isRefusal } from '../../core/failure.ts';
import { putSetting } from '../repositories/setting.ts';
import { transaction } from '../transaction.ts';
import { openVault } from '../vault.ts';
import { ADA, AT, importSample, newcomer } from './scratch-vault.ts';

const [what, path] = process.argv.slice(2);
if (what === undefined || path === undefined) throw new Error('Give what to do and the vault.');

const ready = () => process.stdout.write('ready\n');

await cryptoReady();
try {
  const vault = openVault(path, newcomer());
  if (what === 'open') vault.close();
  if (what === 'hold') {
    ready();
    setInterval(() => {}, 1000);
  }
  if (what === 'half-transaction') {
    transaction(vault.db, () => {
      for (let i = 0; i < 5000; i++) {
        putSetting(vault.db, { name: 'desk.name', value: `half ${i} ${'x'.repeat(1000)}`, by: ADA, at: AT });
      }
      ready();
      // Stays inside the transaction until it is killed.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });
  }
  if (what === 'imports') {
    ready();
    for (let sequence = 1; sequence <= 10_000; sequence++) await importSample(vault.folder, vault.db, sequence);
  }
} catch (error) {
  if (!isRefusal(error)) throw error;
  process.stdout.write(`${error.code}\n`);
  process.exitCode = 1;
}
