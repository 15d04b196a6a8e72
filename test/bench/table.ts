import { type Figure, isMet } from './figure.ts';
import type { Spread } from './statistics.ts';

const HEADS = ['bench', 'what', 'ours', 'baseline', '', 'ratio (least to most)', 'pairs', 'aim', ''];

/** @returns the figures as a table of plain text, one a line */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [HEADS, ...figures.map(rowOf)];
  const widths = HEADS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [line(HEADS), rule, ...rows.slice(1).map(line)].join('\n');
}

function rowOf(figure: Figure): string[] {
  const { bench, what, unit, value, baseline, baselineName, ratio, pairs, aim } = figure;
  const met = isMet(figure);
  return [
    bench,
    what,
    `${rounded(value.median)} ${unit}`,
    `${rounded(baseline.median)} ${unit}`,
    baselineName,
    ratioText(ratio),
    String(pairs),
    aim === undefined ? '' : `${aim.of === 'ratio' ? 'ratio' : unit} ${aim.is} ${rounded(aim.limit)}`,
    met === null ? '' : met ? 'met' : 'NOT MET',
  ];
}

function ratioText({ median, least, most }: Spread): string {
  if (least === most) return median.toFixed(2);
  return `${median.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`;
}

/** Three digits say what such a measurement can say. */
function rounded(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
