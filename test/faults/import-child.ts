/*
 * An import in a process of its own, to be killed: `node import-child.ts VAULT BUNDLE NOW`. Each step of its progress is
 * a line on standard output; `open` when the vault is unlocked and `done` when the bundle counts.
 */
import { cryptoReady } from '../../core/crypto/ready.ts';
import { importBundle } from '../../desk/import-bundle.ts';
import { openDesk } from '../../desk/open-desk.ts';
import { perform } from '../../desk/use-case.ts';
import { CAST, passphraseOf } from '../desk-world/people.ts';

const [vault, path, now] = process.argv.slice(2);
if (vault === undefined || path === undefined || now === undefined) throw new Error('Give vault, bundle and time.');

await cryptoReady();
const { desk } = openDesk(vault, { person: CAST.tom.id, passphrase: passphraseOf('tom') }, () => Number(now));
process.stdout.write('open\n');
const onProgress = (step: string, done: number) => process.stdout.write(`${step} ${done}\n`);
const { ok } = await perform(importBundle, { ...desk, onProgress }, { path });
process.stdout.write(ok ? 'done\n' : 'refused\n');
desk.vault.close();
