import { Card, H2 } from '@blueprintjs/core';
import { Facts } from '../lists/facts.tsx';
import { NotYours, useHolds } from '../shell/person.tsx';
import { ForeignText } from '../words/foreign-text.tsx';
import { day } from '../words/plain.ts';
import { ImportDocument } from './import-document.tsx';
import { PolicyReader } from './policy-reader.tsx';
import { Producers } from './producers.tsx';
import type { WorkstationView } from './trust-screen.tsx';
import { Versions } from './versions.tsx';

/** The roster and the policy in force, and the way to bring newer ones in. */
export function Documents({ workstation }: { readonly workstation: WorkstationView }) {
  const { roster, policy } = workstation;
  const mayImport = useHolds('custodian') || roster === null;
  return (
    <>
      <div className="two-columns">
        <Card compact>
          <H2 className="card-title">Roster in force</H2>
          {roster ? (
            <Facts
              rows={[
                ['Roster', <ForeignText key="id">{roster.rosterId}</ForeignText>],
                ['Number', roster.sequence],
                ['Valid until', roster.validUntil ? day(roster.validUntil) : 'a newer one takes its place'],
                ['Persons', roster.persons],
                ['Producers', roster.producers.map(({ name }) => name).join(', ') || 'none'],
                [
                  'SHA-384',
                  <code key="digest" className="break">
                    {roster.digest}
                  </code>,
                ],
              ]}
            />
          ) : (
            <p>No roster yet. Until one is here, nobody holds a role and no producer is trusted.</p>
          )}
        </Card>
        <Card compact>
          <H2 className="card-title">Policy in force</H2>
          {policy ? (
            <Facts
              rows={[
                ['Title', <ForeignText key="title">{policy.title}</ForeignText>],
                ['Policy', <ForeignText key="id">{policy.policyId}</ForeignText>],
                ['Version', <ForeignText key="version">{policy.version}</ForeignText>],
                [
                  'SHA-384',
                  <code key="digest" className="break">
                    {policy.digest}
                  </code>,
                ],
              ]}
            />
          ) : (
            <p>No policy yet. Without its thresholds no case can be assessed.</p>
          )}
        </Card>
      </div>
      {policy && <PolicyReader />}
      {roster && <Producers producers={roster.producers} />}
      <H2>{roster || policy ? 'Bring a newer one in' : 'Bring roster and policy in'}</H2>
      {mayImport ? (
        <div className="two-columns">
          <ImportDocument what="roster" />
          <ImportDocument what="policy" />
        </div>
      ) : (
        <NotYours act="Importing a roster or policy" roles={['custodian']} />
      )}
      <Versions />
    </>
  );
}
