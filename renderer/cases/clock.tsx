import { Tag } from '@blueprintjs/core';
import type { Output } from '../../desk/contract.ts';
import { counted, day } from '../words/plain.ts';

/** The early-access window: days left, or how long ago it closed. The words carry it, not the colour. */
export function Clock({ window }: { readonly window: Output<'listCases'>[number]['window'] }) {
  if (window === null) return <span className="quiet">No window stated</span>;
  const days = Math.floor(Math.abs(window.daysLeft));
  const words = window.overdue ? `Overdue by ${counted(days, 'day')}` : `${counted(days, 'day')} left`;
  return (
    <Tag
      minimal
      intent={window.overdue ? 'danger' : window.daysLeft <= 7 ? 'warning' : 'none'}
      title={`Opened ${day(window.opensAt)}, closes ${day(window.closesAt)}`}
    >
      {words}
    </Tag>
  );
}
