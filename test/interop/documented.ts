import { readFileSync } from 'node:fs';

/**
 * @param page path of a page in Markdown
 * @param info the words after the three back-ticks of a code fence, as `sh recipe-key`
 * @returns what stands in that fence, so that a test runs what the page tells
 */
export function documented(page: string, info: string): string {
  const lines = readFileSync(page, 'utf8').split('\n');
  const start = lines.indexOf(`\`\`\`${info}`);
  const end = lines.indexOf('```', start);
  if (start < 0 || end < 0) throw new Error(`${page} has no code fence named "${info}"`);
  return `${lines.slice(start + 1, end).join('\n')}\n`;
}
