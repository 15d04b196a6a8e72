import { Tag } from '@blueprintjs/core';
import type { Output } from '../../desk/contract.ts';
import { counted, day } from '../words/plain.ts';

/** The early-access window: days left, or how long it is overdue; a decided case is not. The words carry it, not the colour. */
export function Clock({ window, state }: Pick<Output<'listCases'>[number], 'window' | 'state'>) {
  if (window === null) return <span className="quiet">No window stated</span>;
  if (state === 'decided' && window.overdue) {
    return (
      <span className="quiet">
        Window closed <span className="keep">{day(window.closesAt)}</span>
      </span>
    );
  }
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
