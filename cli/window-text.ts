import type { Output } from '../desk/contract.ts';

/** @returns how the early-access window of a case stands. */
export function windowText(window: Output<'listCases'>[number]['window']): string {
  if (window === null) return 'none told';
  if (window.overdue) return `CLOSED ${window.closesAt.slice(0, 10)}`;
  return `closes ${window.closesAt.slice(0, 10)}, ${Math.ceil(window.daysLeft)} days left`;
}
