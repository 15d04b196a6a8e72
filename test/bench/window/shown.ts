import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type CDPSession, type ElectronApplication, type Page } from 'playwright-core';
import { executable } from '../../e2e/where-shown.ts';

/** When something had been painted, by the page's own clock. */
export interface Painted {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds since the last key, click or input that came before it. */
  readonly since: number;
  /** Milliseconds since the page was asked for. */
  readonly sincePage: number;
}

/** A built program with its window. */
export interface Shown {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** When its start began, in milliseconds since 1970. */
  readonly began: number;
  readonly mainPid: number;
  /** Bytes of the page's JavaScript heap, after a collection. */
  heap(): Promise<number>;
  close(): Promise<void>;
}

const PATIENCE = 180_000;

/** Keeps the time of the last act of a person, and knows when a frame is on the screen. */
const CLOCK = `globalThis.benchClock ??= (() => {
  const clock = { act: 0 };
  for (const type of ['keydown', 'pointerdown', 'input'])
    addEventListener(type, (event) => { clock.act = event.timeStamp; }, true);
  clock.frame = () => new Promise((done) => requestAnimationFrame(done));
  clock.painted = () => new Promise((done) => requestAnimationFrame(() => {
    // What follows a frame's callbacks comes after its painting.
    const after = new MessageChannel();
    after.port1.onmessage = done;
    after.port2.postMessage(0);
  }));
  return clock;
})()`;

/** Starts a program, on real Electron where its binary is here and on the stand-in host everywhere else. */
export async function show(main: string, vault?: string): Promise<Shown> {
  const data = mkdtempSync(join(tmpdir(), 'scrutineer-data-'));
  const began = performance.timeOrigin + performance.now();
  const app = await _electron.launch({
    executablePath: executable(),
    args: [main, `--user-data-dir=${data}`, ...(vault === undefined ? [] : [`--vault=${vault}`])],
    timeout: 60_000,
  });
  const page = await app.firstWindow();
  const pid = app.process().pid;
  if (pid === undefined) throw new Error('the program has no process');
  let tools: CDPSession | undefined;
  return {
    app,
    page,
    began,
    mainPid: pid,
    async heap() {
      tools ??= await page.context().newCDPSession(page);
      await tools.send('HeapProfiler.collectGarbage');
      return (await tools.send('Runtime.getHeapUsage')).usedSize;
    },
    async close() {
      await app.close().catch(() => undefined); // what ended by itself needs no ending
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Waits inside the page until a condition holds and what it speaks of has been painted. */
export async function painted(page: Page, condition: string): Promise<Painted> {
  const program = `(async () => {
    const clock = ${CLOCK};
    const end = performance.now() + ${PATIENCE};
    while (!(${condition})) {
      if (performance.now() > end) throw new Error('not shown within the patience of the bench');
      await clock.frame();
    }
    await clock.painted();
    const now = performance.now();
    return { at: performance.timeOrigin + now, since: now - clock.act, sincePage: now };
  })()`;
  for (;;) {
    try {
      return await page.evaluate<Painted>(program);
    } catch (error) {
      // While a page moves to its first document, what was begun in the one before is lost.
      if (!/context|navigat/i.test(String(error))) throw error;
    }
  }
}

/** Does something and waits until it shows. @returns milliseconds from the key or click to the painted frame */
export async function toPaint(page: Page, act: () => Promise<unknown>, condition: string): Promise<number> {
  await painted(page, 'true');
  await act();
  return (await painted(page, condition)).since;
}
