import { parseArgs } from 'node:util';
import { cryptoReady } from '../../core/crypto/ready.ts';
import { Narrator } from './narrator.ts';
import { makePlaces } from './places.ts';
import { tellStory } from './story.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, logs: { type: 'string' } } });
process.umask(0o077);
await cryptoReady();
const narrator = new Narrator(values.json);
const places = makePlaces();
const start = performance.now();
narrator.console.say(
  'Scrutineer, from a sealed bundle to a signed decision. Everything here is invented and UNCLASSIFIED.',
);
await tellStory(places, narrator, values.logs);
const seconds = Math.round(performance.now() - start) / 1000;
if (values.json) {
  narrator.console.value({
    ok: true,
    seconds,
    folder: places.root,
    vault: places.vault,
    passphrases: places.passphrases,
    steps: narrator.steps,
    files: narrator.files,
  });
} else {
  narrator.console.heading('Where each file lies');
  for (const { kind, path } of narrator.files) narrator.console.say(`  ${kind.padEnd(18)} ${path}`);
  narrator.console.say(`  ${'passphrases'.padEnd(18)} ${places.passphrases} (of throwaway persons)`);
  narrator.console.say();
  narrator.console.say(`Done in ${seconds.toFixed(1)} s.`);
}
