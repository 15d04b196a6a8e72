/** How a recomputation is shown in a table. */
export const VERDICTS = { match: 'ok', mismatch: 'DIFFERS', 'not-recomputable': 'cannot' } as const;
