import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isRefusal } from '../failure.ts';
import { parseAuthorityBlock, renderAuthorityBlock } from './authority-block.ts';
import { withinCeiling } from './dominates.ts';
import { parseBanner, parsePortion, renderBanner, renderPortion, rollUp } from './marking.ts';

const page = readFileSync(new URL('../../docs/formats/marking.md', import.meta.url), 'utf8');

function blockLines(kind: string): string[] {
  const blocks = [...page.matchAll(new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))];
  expect(blocks.length).toBeGreaterThan(0);
  return blocks.flatMap((block) => (block[1] ?? '').trimEnd().split('\n'));
}

function columns(line: string, separator: RegExp): [string, string] {
  const [left, right, more] = line.split(separator);
  if (left === undefined || right === undefined || more !== undefined) throw new Error(`cannot read: ${line}`);
  return [left.trim(), right.trim()];
}

describe('docs/formats/marking.md', () => {
  it('shows banners and portions that are read and written back', () => {
    for (const text of blockLines('banner')) expect(renderBanner(parseBanner(text))).toBe(text);
    for (const text of blockLines('portion')) expect(renderPortion(parsePortion(text))).toBe(text);
  });

  it('names the code of every refusal it shows', () => {
    const lines = blockLines('refused').map((line) => columns(line, / +(?=marking\.)/));
    expect(lines.length).toBeGreaterThan(25);
    for (const [text, code] of lines) {
      let found = 'accepted';
      try {
        if (text.startsWith('(')) parsePortion(text);
        else parseBanner(text);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        found = error.code;
      }
      expect(`${text} ${found}`).toBe(`${text} ${code}`);
    }
  });

  it('names every code there is', () => {
    const codes = readFileSync(new URL('../failure-code.ts', import.meta.url), 'utf8').matchAll(
      /'(marking\.[a-z-]+)'/g,
    );
    const all = [...codes].map((match) => match[1] ?? '');
    expect(all.length).toBeGreaterThan(30);
    for (const code of all) expect(page).toContain(code);
  });

  it('rolls up as it says', () => {
    for (const line of blockLines('roll-up')) {
      const [portions, banner] = columns(line, / += /);
      expect(renderBanner(rollUp(portions.split(' + ').map((text) => parsePortion(text))))).toBe(banner);
    }
  });

  it('admits and refuses under a ceiling as it says', () => {
    for (const line of blockLines('ceiling')) {
      const admits = line.includes(' admits ');
      const [ceiling, marking] = columns(line, / +(?:admits|refuses) +/);
      expect(`${line}: ${withinCeiling(parseBanner(marking), parseBanner(ceiling))}`).toBe(`${line}: ${admits}`);
    }
  });

  it('shows an authority block that is read and written back', () => {
    const text = blockLines('block').join('\n');
    expect(renderAuthorityBlock(parseAuthorityBlock(text))).toBe(text);
  });
});
