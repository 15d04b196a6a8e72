import { axisX, dot, plot, ruleX, ruleY, text } from '@observablehq/plot';
import { useEffect, useRef, useState } from 'react';
import { spelt } from '../words/foreign-text.tsx';
import { figure } from '../words/plain.ts';
import type { ChartRow } from './capability-rows.ts';
import { type ThresholdLabel, thresholdLabels } from './threshold-labels.ts';

const ROW = 26;
/** A longer name is cut in the middle; the table behind the switch has it whole. */
const LONGEST = 34;

function cut(name: string): string {
  const characters = [...spelt(name)];
  if (characters.length <= LONGEST) return characters.join('');
  return `${characters.slice(0, LONGEST - 12).join('')}…${characters.slice(-11).join('')}`;
}

/** The profile drawn. Shapes, not colours, tell candidate, reference and typed score apart, so that it prints in grey. */
export function CapabilityChart({ rows }: { readonly rows: readonly ChartRow[] }) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);

  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const seen = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    seen.observe(element);
    return () => seen.disconnect();
  }, []);

  useEffect(() => {
    const element = place.current;
    if (!element || width === 0) return undefined;
    const drawn = drawProfile(rows, width);
    element.append(drawn);
    return () => drawn.remove();
  }, [rows, width]);

  if (rows.length === 0) return <p className="quiet">No benchmark of this case has an estimate yet.</p>;
  return <div ref={place} className="chart-place" />;
}

function drawProfile(rows: readonly ChartRow[], width: number): Element {
  const data = [...rows];
  const labels = data.map((row) => ({ ...row, words: `${figure(row.point)}` }));
  const highest = Math.max(1, ...data.flatMap((row) => [row.point, row.upper ?? 0, row.threshold ?? 0]));
  const lowest = Math.min(0, ...data.map((row) => row.lower ?? row.point));
  const measures = [...new Set(data.map(({ measure }) => measure))];
  // The model under review stands above those that it is held against.
  const models = [...new Set([...data].sort((a, b) => a.role.localeCompare(b.role)).map(({ model }) => model))];
  const longest = Math.min(LONGEST, Math.max(...data.map(({ model }) => model.length), 8));
  const longestName = Math.min(LONGEST, Math.max(...measures.map((name) => name.length), 8));
  const [marginLeft, marginRight] = [longest * 6.4 + 16, longestName * 6.3 + 20];
  const perUnit = Math.max(1, width - marginLeft - marginRight) / (highest - lowest);
  // The scale of a tall chart would be out of sight: it stands above as well.
  const isTall = measures.length > 5;
  const drawn = plot({
    className: 'chart',
    width,
    height: (isTall ? 78 : 56) + measures.length * (models.length * ROW + 10),
    marginTop: isTall ? 30 : 8,
    marginLeft,
    marginRight,
    marginBottom: 48,
    ariaLabel: 'Capability profile',
    ariaDescription: 'The numbers of this chart stand in the table behind the switch below it.',
    x: { domain: [lowest, highest], label: 'Score', grid: true, ticks: 6 },
    y: { label: null, padding: 0.4, domain: models, tickFormat: cut },
    fy: { label: null, padding: 0.12, domain: measures, tickFormat: cut },
    marks: [
      isTall ? axisX({ anchor: 'top', ticks: 6, label: null }) : null,
      axisX({
        ticks: 6,
        label: 'Estimate (mean over tasks)',
        labelAnchor: 'center',
        labelArrow: 'none',
        labelOffset: 36,
      }),
      ruleX(
        data.filter((row) => row.role === 'candidate' && row.threshold !== null),
        { x: 'threshold', fy: 'measure', className: 'chart-threshold', strokeDasharray: '5,3', strokeWidth: 2 },
      ),
      text([...thresholdLabels(data, measures, perUnit)], {
        x: 'labelAt',
        fy: 'measure',
        text: (one: ThresholdLabel) => figure(one.threshold),
        frameAnchor: 'bottom',
        textAnchor: 'start',
        dy: 1,
        className: 'chart-threshold-number',
      }),
      ruleY(
        data.filter((row) => row.lower !== null && row.upper !== null),
        { y: 'model', x1: 'lower', x2: 'upper', fy: 'measure', strokeWidth: 2, className: 'chart-interval' },
      ),
      dot(
        data.filter((row) => row.role === 'candidate' && row.level !== 'reported'),
        { x: 'point', y: 'model', fy: 'measure', r: 5, fill: 'currentColor', className: 'chart-candidate' },
      ),
      dot(
        data.filter((row) => row.role === 'reference' && row.level !== 'reported'),
        { x: 'point', y: 'model', fy: 'measure', r: 5, symbol: 'square', className: 'chart-reference' },
      ),
      dot(
        data.filter((row) => row.level === 'reported'),
        { x: 'point', y: 'model', fy: 'measure', r: 6, symbol: 'diamond2', className: 'chart-typed' },
      ),
      text(labels, { x: 'point', y: 'model', fy: 'measure', text: 'words', dy: -11, className: 'chart-number' }),
    ],
  });
  // The page may not add style elements of its own: these rules stand in style/chart.css.
  for (const style of drawn.querySelectorAll('style')) style.remove();
  // One picture with one name: parts without a role may not carry names of their own.
  for (const part of drawn.querySelectorAll('g')) {
    part.removeAttribute('aria-label');
    part.removeAttribute('aria-description');
  }
  drawn.setAttribute('role', 'img');
  return drawn;
}
