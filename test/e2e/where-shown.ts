import { join, resolve } from 'node:path';
import { electronBinary } from '../../build/electron-binary.ts';
import { mayHaveChromium } from '../host/find-chromium.ts';

const HOST = join(resolve(import.meta.dirname, '../..'), 'test/host/electron');

/** @returns real Electron where its binary is here, and the stand-in host everywhere else. */
export function executable(): string {
  return electronBinary() ?? HOST;
}

/**
 * Tells whether the program can be shown here at all. In CI it must be.
 * @returns undefined where it can, or the words of the skip
 */
export function whyNotShown(): string | undefined {
  if (electronBinary() !== undefined || mayHaveChromium()) return undefined;
  const words = 'skipped: neither Electron nor a Chromium is here (apt-get install chromium, or npm install)';
  if (process.env['CI']) throw new Error(`In CI the window must be tested, but it is ${words}`);
  return words;
}
