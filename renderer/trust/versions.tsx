import { H2, H3, Tag } from '@blueprintjs/core';
import type { Output } from '../../desk/contract.ts';
import { useRead } from '../bridge/queries.ts';
import { Digest } from '../lists/digest.tsx';
import { ListState } from '../lists/list-state.tsx';
import { ForeignText } from '../words/foreign-text.tsx';
import { minute } from '../words/plain.ts';
import { spoken } from '../words/steps.ts';
import { ROLE, word } from '../words/terms.ts';

type Versions = Output<'showVersions'>;
export type Change = NonNullable<Versions['rosters'][number]['changes']>[number];

interface Version {
  readonly title: string;
  readonly name: string;
  readonly digest: string;
  readonly importedBy: string;
  readonly importedAt: string;
  readonly isInUse: boolean;
  readonly isFirst: boolean;
  readonly changes: readonly Change[] | null;
}

/** Every roster and policy that was taken here, the newest first, each with what it changed. */
export function Versions() {
  const versions = useRead('showVersions', {});
  return (
    <section className="versions" aria-label="Versions and what changed">
      <H2>Versions and what changed</H2>
      <ListState query={versions} what="the versions">
        {({ rosters, policies }) => (
          <div className="two-columns">
            <VersionList
              title="Rosters"
              empty="No roster has been taken here."
              versions={rosters.map((one, index) => ({
                ...one,
                title: `Number ${one.sequence}`,
                name: one.rosterId,
                isFirst: index === rosters.length - 1,
              }))}
            />
            <VersionList
              title="Policies"
              empty="No policy has been taken here."
              versions={policies.map((one, index) => ({
                ...one,
                title: `Version ${one.version}`,
                name: one.policyId,
                isFirst: index === policies.length - 1,
              }))}
            />
          </div>
        )}
      </ListState>
    </section>
  );
}

interface ListProps {
  readonly title: string;
  readonly empty: string;
  readonly versions: readonly Version[];
}

function VersionList({ title, empty, versions }: ListProps) {
  return (
    <section aria-label={title}>
      <H3>{title}</H3>
      {versions.length === 0 && <p className="row-of-nothing">{empty}</p>}
      <ol className="version-list">
        {versions.map((version) => (
          <li key={version.digest}>
            <div className="row">
              <strong>
                <ForeignText>{version.title}</ForeignText>
              </strong>
              <span className="quiet">
                <ForeignText>{version.name}</ForeignText>
              </span>
              {version.isInUse && (
                <Tag minimal intent="success">
                  In force
                </Tag>
              )}
              <span className="spring" />
              <Digest value={version.digest} />
            </div>
            <p className="quiet">
              Imported {minute(version.importedAt)} UTC by {version.importedBy}
            </p>
            <Changes isFirst={version.isFirst} changes={version.changes} />
          </li>
        ))}
      </ol>
    </section>
  );
}

interface ChangesProps {
  readonly isFirst: boolean;
  readonly changes: readonly Change[] | null;
}

/** What a version changed against the one before it, a line each. */
export function Changes({ isFirst, changes }: ChangesProps) {
  if (isFirst) return <p>The first one.</p>;
  if (changes === null) return <p>It cannot be compared: one of the two can no longer be read.</p>;
  if (changes.length === 0) return <p>Nothing in it changed but its number and date.</p>;
  return (
    <ul className="change-list">
      {changes.map((change) => (
        <li key={JSON.stringify(change)} className={`change-${change.kind}`}>
          <ForeignText>{changeWords(change)}</ForeignText>
        </li>
      ))}
    </ul>
  );
}

const KIND = { added: 'New', removed: 'Gone', changed: 'Changed' } as const;

/** What a change is about, in the words of the house. */
function subjectOf({ what, id, name }: Change): string {
  if (what === 'role') return `role of ${name}: ${word(ROLE, id).toLowerCase()}`;
  if (what === 'key') return `key ${id.slice(0, 12)}… of ${name}`;
  return `${spoken(what).toLowerCase()} ${name}`;
}

const instants = (text: string): string =>
  text.replace(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z/g, (at) => `${minute(at)} UTC`);

/** @returns a change as a sentence: what happened, to what, and from what to what */
function changeWords(change: Change): string {
  const { kind, what, field, before, after } = change;
  const value = (text: string | null): string => (text === null ? 'nothing' : instants(text));
  const subject = `${KIND[kind]}: ${subjectOf(change)}`;
  if (kind === 'changed') {
    return `${subject}${field === null ? '' : `, ${spoken(field).toLowerCase()}`}: ${value(before)} → ${value(after)}`;
  }
  const shown = kind === 'added' ? after : before;
  return what === 'role' || shown === null ? subject : `${subject}, ${value(shown)}`;
}
