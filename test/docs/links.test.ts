import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const NOT_OURS = new Set(['.git', 'node_modules', 'coverage', 'out', 'dist', 'screenshots']);

/** Every file of the repository, as a path from its root. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : filesBelow(path);
    return entry.isFile() ? [relative(root, path)] : [];
  });
}

const files = filesBelow(root);
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const pages = files.filter((file) => extname(file) === '.md');

/** The text of a page outside its code blocks, where a bracket is no link. */
const prose = (file: string) => read(file).replace(/^(`{3,})[\s\S]*?^\1`*$/gm, '');

/** What a heading is called in an address, as the common renderers make it. */
function anchorsOf(file: string): Set<string> {
  const headings = prose(file).matchAll(/^#+ +(.+)$/gm);
  return new Set(
    [...headings].map(([, text = '']) =>
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    ),
  );
}

interface Link {
  readonly page: string;
  readonly path: string;
  readonly anchor: string | undefined;
}

const links: Link[] = pages.flatMap((page) =>
  [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', anchor] = target.split('#');
      return { page, path: path === '' ? page : join(dirname(page), path), anchor };
    }),
);

describe('the documents', () => {
  it('link to pages that are there, and to headings that they have', () => {
    expect(pages.length).toBeGreaterThan(20);
    expect(links.length).toBeGreaterThan(40);
    const broken = links.filter(
      ({ path, anchor }) =>
        !existsSync(join(root, path)) ||
        (anchor !== undefined && !(extname(path) === '.md' && anchorsOf(path).has(anchor))),
    );
    expect(broken).toEqual([]);
  });

  it('are all reachable from the front page', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) {
      for (const link of links.filter((one) => one.page === page)) {
        const isFolder = existsSync(join(root, link.path)) && statSync(join(root, link.path)).isDirectory();
        if (extname(link.path) === '.md') reached.add(link.path);
        else if (isFolder && existsSync(join(root, link.path, 'README.md'))) reached.add(join(link.path, 'README.md'));
      }
    }
    const ownFolders = pages.filter((page) => !page.includes('/') || page.startsWith('docs/'));
    expect(ownFolders.filter((page) => !reached.has(page))).toEqual([]);
  });

  it('give the two commands on the front page as they are typed', () => {
    const front = read('README.md');
    expect(front).toContain('npm ci && npm run demo');
    expect(front).toContain('npm ci && npm test');
    const { scripts } = JSON.parse(read('package.json'));
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['demo', 'test']));
  });
});

describe('the files of the repository', () => {
  // Each is put together here, so that this file does not hold what it looks for.
  const unwanted: readonly (readonly [string, RegExp])[] = [
    ['a path of one machine', new RegExp(['/ho', 'me/|/Us', 'ers/|/wo', 'rk/|[A-Z]:', '\\\\Us', 'ers'].join(''))],
    [
      'a host of a package registry',
      new RegExp(['npm', 'js\\.|yarn', 'pkg\\.|verd', 'accio|npm\\.pk', 'g\\.'].join('')),
    ],
    ['a note to oneself', new RegExp(['\\bTO', 'DO\\b|\\bFIX', 'ME\\b|\\bW', 'IP\\b'].join(''))],
    [
      'how the project was made',
      new RegExp(
        ['\\bCla', 'ude\\b|Chat', 'GPT|Cop', 'ilot|DES', 'IGN\\.md|\\bissue #?\\d|\\bmile', 'stone \\d'].join(''),
      ),
    ],
  ];
  const texts = files
    .filter((file) => !/\.(png|ico|icns|woff2?|seb|eval|age|db|zip|node)$/.test(file))
    .map((file) => [file, read(file)] as const);

  it.each(unwanted)('hold no text that tells %s', (_, pattern) => {
    expect(texts.length).toBeGreaterThan(400);
    expect(texts.filter(([, text]) => pattern.test(text)).map(([file]) => file)).toEqual([]);
  });

  it('would be found by those patterns', () => {
    const [machine, registry, note, making] = unwanted.map(([, pattern]) => pattern);
    expect(machine?.test(`see ${['', 'home', 'ada'].join('/')}`)).toBe(true);
    expect(registry?.test(`https://registry.${'npm'}js.org/zod`)).toBe(true);
    expect(note?.test(`// ${'TO'}DO later`)).toBe(true);
    expect(making?.test(`as ${'issue'} 2 says`)).toBe(true);
  });
});
