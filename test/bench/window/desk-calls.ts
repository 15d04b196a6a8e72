import type { Page } from 'playwright-core';

/** One call of the window, and how long its answer took. */
export interface Timed {
  readonly name: string;
  readonly ms: number;
  /** `answered`, or the code of the refusal. */
  readonly outcome: string;
}

/** What a person at the desk does again and again: reads and writes of every kind that an import must not hold up. */
const program = (caseId: string, seconds: number) => `(async () => {
  const caseId = ${JSON.stringify(caseId)};
  const end = performance.now() + ${seconds * 1000};
  const times = [];
  const timed = async (name, ask) => {
    const start = performance.now();
    const answer = await ask();
    times.push({ name, ms: performance.now() - start, outcome: answer.ok ? 'answered' : answer.refusal.code });
    return answer;
  };
  const call = (name, input) => timed(name, () => scrutineer.call(name, input, {}));
  const { value: file } = await scrutineer.call('showCase', { caseId }, {});
  const runId = file.runs[0].runId;
  for (let at = 0; performance.now() < end; at += 1) {
    await call('listCases', {});
    await call('showCase', { caseId });
    const { value: page } = await call('listAttempts', { runId, skip: (at * 37) % file.runs[0].attempts, limit: 100 });
    const attempt = page?.attempts.find(({ scores }) => scores.length > 0);
    if (attempt === undefined) throw new Error('no attempt was listed');
    await timed('saveDraft', () => scrutineer.session('saveDraft', { key: 'bench', text: 'typed ' + at }));
    await call('adjudicate', {
      attemptId: attempt.attemptId, scorer: attempt.scores[0].scorer,
      ...(attempt.scores[0].key === null ? {} : { key: attempt.scores[0].key }),
      verdict: 'confirmed', rationale: 'It was read and it stands.',
    });
    await call('recordScore', {
      caseId, benchmark: 'typed', metric: 'mean', value: 0.5,
      provenance: { source: 'notebook', conductedBy: 'Rita', conductedAt: '2026-09-20T12:00:00Z', procedure: 'By hand.' },
    });
    await new Promise((done) => setTimeout(done, 50));
  }
  return times;
})()`;

export const READS = ['listCases', 'showCase', 'listAttempts'] as const;
export const WRITES = ['saveDraft', 'adjudicate', 'recordScore'] as const;

/** Reads and writes at the desk for a while, one call after the other, as a person does. */
export function callTheDesk(page: Page, caseId: string, seconds: number): Promise<Timed[]> {
  return page.evaluate<Timed[]>(program(caseId, seconds));
}

/** @returns the longest wait for an answer of these calls, in milliseconds */
export function worstOf(times: readonly Timed[], names: readonly string[]): number {
  return Math.max(0, ...times.filter(({ name }) => names.includes(name)).map(({ ms }) => ms));
}
