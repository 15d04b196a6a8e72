import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { CAST, type Name, passphraseOf } from '../desk-world/people.ts';
import { type LaunchOptions, launch, READY, type Running, untilTrue } from './program.ts';

const text = new TextDecoder();

/** @returns what a person of the desk types to unlock it. */
export const typedBy = (name: Name): string => text.decode(passphraseOf(name));

/** The whole program as a person sits at it: its own window, driven by what stands on the screen. */
export class AtDesk {
  readonly running: Running;
  #page: Page;
  /** What the pages said to their console as an error, a refused script or style among them. */
  readonly complaints: string[] = [];

  private constructor(running: Running) {
    this.running = running;
    this.#page = running.page;
    this.#listen();
  }

  static async open(options: Omit<LaunchOptions, 'window'>): Promise<AtDesk> {
    return new AtDesk(await launch({ ...options, window: 'own' }));
  }

  /** The window of this moment: every lock throws the one before away. */
  get page(): Page {
    return this.#page;
  }

  #listen(): void {
    this.#page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  /** The dialogs that open from now on are answered with these files or this folder. */
  async choose(...paths: readonly string[]): Promise<void> {
    await this.running.app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: chosen.length === 0, filePaths: [...chosen] });
    }, paths);
  }

  button(name: string | RegExp, within: Page | Locator = this.#page): Locator {
    return within.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
  }

  /** Presses the button that opens a dialog, which is answered with these paths. */
  async pick(button: string | RegExp, ...paths: readonly string[]): Promise<void> {
    await this.choose(...paths);
    await this.button(button).click();
  }

  /** Drops files or folders on a place of the window, as a file manager would. */
  async drop(place: Locator, ...files: readonly string[]): Promise<void> {
    const box = await place.boundingBox();
    if (box === null) throw new Error('there is no such place on the screen');
    const protocol = await this.#page.context().newCDPSession(this.#page);
    const [x, y] = [box.x + box.width / 2, box.y + 8];
    const data = { items: [], files: [...files], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await protocol.send('Input.dispatchDragEvent', { type, x, y, data });
    await protocol.detach();
  }

  field(label: string): Locator {
    return this.#page.getByLabel(label, { exact: true });
  }

  /** Unlocks the desk that waits for it, and sees the cases. */
  async unlock(name: Name): Promise<void> {
    await this.field('Person').selectOption(CAST[name].id);
    await this.field('Passphrase').fill(typedBy(name));
    await this.#page.keyboard.press('Enter');
    await this.#page.getByRole('heading', { name: 'Cases', exact: true }).waitFor();
    await this.#page.getByText(CAST[name].name).first().waitFor();
  }

  /** Does what locks the desk, and finds the window that takes the old one's place. */
  async throughLock(act: () => Promise<unknown>): Promise<void> {
    const next = this.running.app.waitForEvent('window');
    await act();
    this.#page = await next;
    this.#listen();
    await untilTrue(this.#page, READY);
    await this.#page.getByRole('form', { name: 'Unlock the desk' }).waitFor();
  }

  async lock(): Promise<void> {
    await this.throughLock(() => this.button('Lock').click());
  }

  /** Locks, and unlocks as somebody else. */
  async change(name: Name): Promise<void> {
    await this.lock();
    await this.unlock(name);
  }

  async goTo(place: 'Cases' | 'Import' | 'Trust' | 'Audit' | 'Settings'): Promise<void> {
    await this.#page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: place }).click();
    await this.#page.getByRole('heading', { name: place, level: 1 }).waitFor();
  }

  /** Opens a case from the list, at one of its parts. */
  async openCase(model: RegExp, part?: string): Promise<void> {
    await this.goTo('Cases');
    await this.#page.getByRole('row', { name: model }).first().click();
    await this.#page.getByRole('tablist', { name: 'Parts of the case' }).waitFor();
    if (part !== undefined) await this.part(part);
  }

  /** Turns to another part of the case that is open. */
  async part(name: string): Promise<void> {
    await this.#page.getByRole('tab', { name, exact: true }).click();
  }

  /** The lines of a file in the import queue. */
  inQueue(file: string): Locator {
    return this.#page.getByRole('list', { name: 'Imports' }).getByRole('listitem').filter({ hasText: file }).first();
  }

  close(): Promise<void> {
    return this.running.close();
  }
}

/** @returns the only file of a folder whose name fits. */
export function fileIn(folder: string, name: RegExp): string {
  const found = readdirSync(folder).filter((one) => name.test(one));
  if (found.length !== 1 || found[0] === undefined)
    throw new Error(`${folder} holds ${found.length} files that fit ${name}: ${readdirSync(folder).join(', ')}`);
  return join(folder, found[0]);
}
