import type { Output } from '../../desk/contract.ts';
import { useRead } from '../bridge/queries.ts';
import { ListState } from '../lists/list-state.tsx';
import { goTo } from '../shell/route.ts';
import { ScreenTitle } from '../shell/screen-title.tsx';
import { Documents } from './documents.tsx';
import { EnrolForm } from './enrol-form.tsx';
import { Persons } from './persons.tsx';
import { Workstation } from './workstation.tsx';

export type WorkstationView = Output<'showWorkstation'>;

const TABS = [
  { id: 'persons', title: 'Persons and keys' },
  { id: 'documents', title: 'Roster and policy' },
  { id: 'workstation', title: 'This workstation' },
  { id: 'enrol', title: 'Enrol a person' },
] as const;

/** Whom this desk trusts, for what, and why. */
export function TrustScreen({ tab }: { readonly tab: string }) {
  const workstation = useRead('showWorkstation', {});
  return (
    <>
      <ScreenTitle>Trust</ScreenTitle>
      <nav className="tab-row" aria-label="Parts of trust">
        {TABS.map(({ id, title }) => (
          <button
            key={id}
            type="button"
            aria-current={tab === id ? 'page' : undefined}
            data-title={title}
            onClick={() => goTo('trust', id)}
          >
            {title}
          </button>
        ))}
      </nav>
      <div className="case-panel">
        <ListState query={workstation} what="whom this desk trusts">
          {(found) => {
            if (tab === 'documents') return <Documents workstation={found} />;
            if (tab === 'workstation') return <Workstation workstation={found} />;
            if (tab === 'enrol') return <EnrolForm workstation={found} />;
            return <Persons workstation={found} />;
          }}
        </ListState>
      </div>
    </>
  );
}
