import { once } from 'node:events';
import { cpSync, readdirSync, renameSync, rmSync, watch } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { assessCase } from '../../desk/assess-case.ts';
import { concur } from '../../desk/concur.ts';
import { determine } from '../../desk/determine.ts';
import { importBundle } from '../../desk/import-bundle.ts';
import { perform } from '../../desk/use-case.ts';
import { CAST } from '../desk-world/people.ts';
import { makeWorld, type World } from '../desk-world/world.ts';
import { AtDesk, typedBy } from './at-desk.ts';
import { auditActs, lookInto } from './look-into.ts';
import { whyNotShown } from './where-shown.ts';

const skip = whyNotShown();
/** Turns the run of text, would be an element of a page, and clears a terminal. */
const HOSTILE = '\u202E<img src=x onerror="document.title=\'owned\'">\u001B[2J\u200B';
/** Whether text nodes of the page hold a character that turns, hides or controls. */
const HOLDS_HIDDEN = String.raw`(() => {
  const walk = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u001b]/.test(walk.currentNode.data)) return true;
  return false;
})()`;

/** What hostile media, another program, a hand on the vault's folder and a kill do to the whole program. */
describe.skipIf(skip !== undefined)(`the whole program under attack${skip ? ` (${skip})` : ''}`, () => {
  let world: World;
  let desk: AtDesk | undefined;
  let prepared: string;
  let hostile: string;

  beforeAll(async () => {
    world = await makeWorld({ now: Date.now() - 60_000, suite: { samples: 2, epochs: 1 } });
    const { caseId } = await perform(importBundle, world.as('tom'), { path: world.candidate });
    const [log] = world.suite.candidate;
    if (log === undefined) throw new Error('the suite has no log');
    const logs = [{ ...log, model: { ...log.model, name: `${log.model.name}${HOSTILE}` } }];
    hostile = (await world.seal({ sequence: 2, role: 'candidate', name: `fine-${'\u202E'}gpj.seb`, logs })).path;
    const id = { caseId: String(caseId) };
    await perform(assessCase, world.as('rita'), id);
    const rationale = [{ marking: '(U)', text: 'Two of three thresholds are met.' }];
    await perform(determine, world.as('dora'), { ...id, determination: 'covered', rationale });
    await perform(concur, world.as('carl'), { ...id, position: 'concurs', statement: [] });
    world.vault.close();
    prepared = join(world.folder, 'prepared');
    cpSync(world.vaultPath, prepared, { recursive: true });
    return () => rmSync(world.folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    rmSync(world.vaultPath, { recursive: true, force: true });
    cpSync(prepared, world.vaultPath, { recursive: true });
  });
  afterEach(async () => {
    await desk?.close();
    desk = undefined;
  });

  const open = async (name: 'tom' | 'cora'): Promise<AtDesk> => {
    desk = await AtDesk.open({ vault: world.vaultPath });
    await desk.unlock(name);
    return desk;
  };

  it('shows what a hostile log calls itself as text, with what would be invisible spelt out', async () => {
    const at = await open('tom');
    await at.goTo('Import');
    await at.pick('Choose files…', hostile);
    await at.page.getByText('1 file or folder chosen').waitFor();
    await at.button('Import', at.page.getByRole('form', { name: 'Start the import' })).click();
    await at.inQueue('fine-').getByText('Imported', { exact: true }).waitFor();
    const looks: boolean[] = [await at.page.evaluate(HOLDS_HIDDEN)];
    for (const part of ['Runs', 'Samples']) {
      await at.openCase(/meridian-4/, part);
      await at.page
        .getByText(/onerror=/)
        .first()
        .waitFor({ state: 'attached' });
      looks.push(await at.page.evaluate(HOLDS_HIDDEN));
    }
    expect(looks).toEqual([false, false, false]);
    expect(await at.page.evaluate("document.querySelectorAll('img, #screen script').length")).toBe(0);
    expect(await at.page.title()).toBe('Scrutineer');
    expect(at.complaints).toEqual([]);
  });

  it('keeps no word in a vault that was taken away or exchanged, says so, and goes on when it is back', async () => {
    const at = await open('cora');
    await at.goTo('Settings');
    const form = at.page.getByRole('form', { name: /^Lock at the latest/ });
    const set = async (minutes: string) => {
      await form.getByRole('spinbutton').fill(minutes);
      await form.getByRole('button', { name: /^Set/ }).click();
    };
    renameSync(world.vaultPath, `${world.vaultPath}-aside`);
    cpSync(prepared, world.vaultPath, { recursive: true });
    await set('7');
    await at.page.getByText(/moved, removed or exchanged/).waitFor();
    await at.page.getByText(/vault\.gone/).waitFor();
    rmSync(world.vaultPath, { recursive: true });
    renameSync(`${world.vaultPath}-aside`, world.vaultPath);
    await set('8');
    await at.page.getByText('Changed, and on record.').waitFor();
    await at.close();
    expect((await lookInto(world.vaultPath, ({ db }) => auditActs(db)))['settings.changed']).toBe(1);
  });

  it('says at the start that its vault is not where it was opened last, and opens it where it is', async () => {
    const moved = join(world.folder, 'moved');
    renameSync(world.vaultPath, moved);
    desk = await AtDesk.open({ vault: world.vaultPath });
    await desk.page.getByText(/no vault any more at/).waitFor();
    await desk.page.getByText(world.vaultPath, { exact: true }).waitFor();
    await desk.pick('Choose a folder…', moved);
    await desk.unlock('tom');
  });

  it('opens a vault in one program at a time, and in the other one when the first has ended', async () => {
    const at = await open('cora');
    const other = await AtDesk.open({ vault: world.vaultPath });
    try {
      await other.field('Person').selectOption(CAST.tom.id);
      await other.field('Passphrase').fill(typedBy('tom'));
      await other.page.keyboard.press('Enter');
      await other.page.getByText(/already open, here or in another program/).waitFor();
      await at.close();
      await other.unlock('tom');
    } finally {
      await other.close();
    }
  });

  it('killed while a decision goes out, has exported it or has not, and leaves nothing half when it is done again', async () => {
    const out = join(world.folder, 'out');
    const release = async (at: AtDesk) => {
      await at.openCase(/meridian-4/, 'Exports');
      const form = at.page.getByRole('form', { name: 'Export' });
      await at.pick('Choose the folder…', out);
      await form.getByText(out, { exact: true }).waitFor();
      await form.getByLabel('Your passphrase', { exact: true }).fill(typedBy('tom'));
      await at.button('Release', form).click();
    };
    const first = await open('tom');
    const program = first.running.app.process();
    const ended = once(program, 'exit');
    const seen = watch(out, () => program.kill('SIGKILL')); // with the first file of it, before its passphrase is proved
    // Its window goes with it, maybe before the press of the button has come back.
    await Promise.allSettled([release(first), ended]);
    seen.close();
    await first.close();
    const named = () => readdirSync(out).filter((name) => !name.startsWith('.'));
    const known = (await lookInto(world.vaultPath, ({ db }) => auditActs(db)))['decision.exported'] ?? 0;
    expect(named().length > 0).toBe(known > 0);
    for (const name of named()) rmSync(join(out, name));
    const again = await open('tom');
    await release(again);
    await again.page.getByText(/^Released, marked/).waitFor();
    expect(readdirSync(out).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(named().some((name) => name.endsWith('.decision.dsse.json'))).toBe(true);
    await again.close();
    const acts = await lookInto(world.vaultPath, ({ db }) => auditActs(db));
    expect(acts['decision.exported']).toBe(known + 1);
  });
});
