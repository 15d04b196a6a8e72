/** Signs that Markdown or HTML would read as more than themselves. */
const MEANING = /[\\`*_[\]<>|~&]|:(?=\/\/)|(?<=www)\./gi;

/**
 * Makes foreign text plain in Markdown: it can become no heading, link, table cell, image or HTML, and hold no control
 * or text-turning character.
 * @returns one line
 */
export function plainLine(text: string): string {
  const visible = text.replace(/[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/gu, ' ');
  return visible.replace(MEANING, '\\$&');
}

/** @returns the paragraphs of a passage as plain Markdown; none can begin a heading, a list or a quotation */
export function plainParagraphs(text: string): string[] {
  return text
    .split(/\n+/)
    .map((line) => plainLine(line.trim()).replace(/^(\d*)([#+.)-])/, '$1\\$2'))
    .filter((line) => line !== '');
}

/** @returns a Markdown table; every cell is made plain */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(plainLine).join(' | ')} |`;
  return [line(head), `|${head.map(() => ' --- ').join('|')}|`, ...rows.map(line)].join('\n');
}
