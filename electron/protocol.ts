import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HEADERS } from './lock-down.ts';
import { isOwn } from './origin.ts';

/** What the window is made of. Another kind of file is not served. */
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
  woff: 'font/woff',
  ttf: 'font/ttf',
};

/** A path of plain names: what the bundler writes, and nothing with dots, escapes, separators or drive letters in it. */
const PLAIN_PATH = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+$/;

function answer(status: number, type: string, body: Uint8Array<ArrayBuffer> | string): Response {
  return new Response(body, { status, headers: { ...HEADERS, 'content-type': type } });
}

const notThere = () => answer(404, 'text/plain; charset=utf-8', 'There is no such part of the window.');

/**
 * @param address what was asked for
 * @returns the path inside the window's folder and its media type, or undefined where it names none of our files
 */
export function partOf(address: string): { readonly path: string; readonly type: string } | undefined {
  if (!isOwn(address)) return undefined;
  const { pathname, search } = new URL(address);
  const path = pathname === '/' ? '/index.html' : pathname;
  const type = TYPES[path.slice(path.lastIndexOf('.') + 1)];
  if (search !== '' || type === undefined || !PLAIN_PATH.test(path) || path.includes('..')) return undefined;
  return { path: path.slice(1), type };
}

/**
 * Serves the built window, and nothing else of the disk, under our scheme.
 * @param folder where the bundler put the window
 */
export function servePages(folder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET') return answer(405, 'text/plain; charset=utf-8', 'The window is only read.');
    const part = partOf(request.url);
    if (part === undefined) return notThere();
    try {
      return answer(200, part.type, new Uint8Array(await readFile(join(folder, part.path))));
    } catch {
      return notThere();
    }
  };
}
