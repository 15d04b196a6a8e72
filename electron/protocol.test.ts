import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CSP } from './lock-down.ts';
import { partOf, servePages } from './protocol.ts';

describe('what our scheme serves', () => {
  let folder: string;
  let serve: ReturnType<typeof servePages>;
  beforeAll(() => {
    const root = mkdtempSync(join(tmpdir(), 'scrutineer-pages-'));
    writeFileSync(join(root, 'secret.html'), 'outside');
    folder = join(root, 'renderer');
    mkdirSync(join(folder, 'assets'), { recursive: true });
    writeFileSync(join(folder, 'index.html'), '<!doctype html>');
    writeFileSync(join(folder, 'assets/index-abc.js'), 'export {}');
    writeFileSync(join(folder, 'assets/notes.txt'), 'not a part');
    serve = servePages(folder);
  });
  afterAll(() => rmSync(join(folder, '..'), { recursive: true }));
  const get = (address: string, init?: RequestInit) => serve(new Request(address, init));

  it('is the built window, with the policy on every answer', async () => {
    const page = await get('app://scrutineer/');
    expect([page.status, await page.text()]).toEqual([200, '<!doctype html>']);
    expect(page.headers.get('content-security-policy')).toBe(CSP);
    const script = await get('app://scrutineer/assets/index-abc.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    const absent = await get('app://scrutineer/assets/none.js');
    expect([absent.status, absent.headers.get('content-security-policy')]).toEqual([404, CSP]);
  });

  it.each([
    'app://scrutineer/../secret.html',
    'app://scrutineer/%2e%2e/secret.html',
    'app://scrutineer/..%2fsecret.html',
    'app://scrutineer/assets/..%5c..%5csecret.html',
    'app://scrutineer//etc/passwd',
    'app://scrutineer/assets/notes.txt',
    'app://scrutineer/.hidden.js',
    'app://scrutineer/C:/index.html',
    'app://scrutineer/index.html%00.js',
    'app://scrutineer/index.html?query',
    'app://other/index.html',
  ])('is not %s', async (address) => {
    expect((await get(address)).status).toBe(404);
  });

  it('is only read', async () => {
    expect((await get('app://scrutineer/index.html', { method: 'POST', body: 'x' })).status).toBe(405);
  });

  it('never leads out of the folder, whatever the address', () => {
    // Of what a way out is made of; half of them end as a part of the window does, so that many are let through.
    const pieces = fc.constantFrom(
      'a',
      'assets',
      '/',
      '//',
      '.',
      '..',
      '\\',
      '%2e',
      '%2f',
      '%5c',
      '%00',
      'C:',
      '?',
      '#',
      'é',
    );
    const tails = fc.tuple(fc.array(pieces, { maxLength: 8 }), fc.constantFrom('', '.js', '/a.js', '.html'));
    let served = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          tails.map(([all, end]) => all.join('') + end),
          fc.string({ unit: 'binary' }),
        ),
        (tail) => {
          const part = partOf(`app://scrutineer/${tail}`);
          if (part === undefined) return;
          served += 1;
          expect(join(folder, part.path).startsWith(`${folder}/`)).toBe(true);
          expect(part.path).not.toMatch(/\.\.|\\|\0|^\//);
        },
      ),
      { numRuns: 200 },
    );
    expect(served).toBeGreaterThan(5);
  });
});
