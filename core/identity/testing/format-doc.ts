import { readFileSync } from 'node:fs';

/**
 * @param name a page of docs/formats, as `roster.md`
 * @returns the texts of its code fences of this language, in order
 */
export function fences(name: string, language: string): string[] {
  const page = readFileSync(new URL(`../../../docs/formats/${name}`, import.meta.url), 'utf8');
  const found = page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'));
  return [...found].map(([, text = '']) => text);
}
