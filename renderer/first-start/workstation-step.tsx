import { Checkbox } from '@blueprintjs/core';
import { useQuery } from '@tanstack/react-query';
import { LineField } from '../forms/line-field.tsx';
import { BannerBar } from '../marking/banner-bar.tsx';
import { markingQuery } from './marking-query.ts';
import type { StepProps } from './setup.ts';

/** What this desk is called, and the highest marking it may hold. */
export function WorkstationStep({ setup, change }: StepProps) {
  const { data } = useQuery(markingQuery(setup.ceiling));
  const problem = setup.ceiling.trim() === '' ? null : (data?.problem ?? null);
  return (
    <>
      <div className="two-columns">
        <LineField
          label="Name of this workstation"
          help="As it stands in records, e.g. review-desk-3"
          value={setup.name}
          onChange={(name) => change({ name })}
        />
        <LineField
          label="Organization"
          value={setup.organization}
          onChange={(organization) => change({ organization })}
        />
      </div>
      <LineField
        label="Marking ceiling"
        problem={problem === null ? undefined : `${problem.why} ${problem.remedy ?? ''}`.trim()}
        help="A banner line as SECRET//NOFORN. A bundle marked above it is refused. It cannot be raised later."
        list="common-ceilings"
        value={setup.ceiling}
        onChange={(ceiling) => change({ ceiling: ceiling.toUpperCase() })}
        longest={500}
      />
      <datalist id="common-ceilings">
        <option value="UNCLASSIFIED" />
        <option value="SECRET//NOFORN" />
        <option value="TOP SECRET//SI//NOFORN" />
      </datalist>
      <p className="quiet">A screen with such material will carry this banner:</p>
      <BannerBar marking={problem || setup.ceiling === '' ? '(no marking yet)' : setup.ceiling} place="top" />
      <Checkbox
        className="after-banner"
        checked={setup.twoPersonRule}
        onChange={(event) => change({ twoPersonRule: event.currentTarget.checked })}
        label="Two persons bring media in and release exports (recommended)"
      />
    </>
  );
}
