/** The tabs of a case, in their order. */
export const CASE_TABS = [
  { id: 'overview', title: 'Overview' },
  { id: 'runs', title: 'Runs' },
  { id: 'evidence', title: 'Evidence' },
  { id: 'samples', title: 'Samples' },
  { id: 'scores', title: 'Typed scores' },
  { id: 'assessment', title: 'Assessment' },
  { id: 'decision', title: 'Decision' },
  { id: 'exports', title: 'Exports' },
] as const;
