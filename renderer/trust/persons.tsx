import { useState } from 'react';
import { type DataColumn, DataTable } from '../lists/data-table.tsx';
import { Nothing } from '../lists/list-state.tsx';
import { ForeignText } from '../words/foreign-text.tsx';
import { ROLE, word } from '../words/terms.ts';
import { QrSquare } from './fingerprint.tsx';
import type { WorkstationView } from './trust-screen.tsx';

type Person = WorkstationView['persons'][number];

const COLUMNS: readonly DataColumn<Person>[] = [
  {
    id: 'name',
    title: 'Person',
    value: (person) => person.name,
    cell: (person) => (
      <>
        <ForeignText>{person.name}</ForeignText> <span className="quiet">{person.personId}</span>
      </>
    ),
  },
  {
    id: 'organization',
    title: 'Organization',
    value: (person) => person.organization,
    cell: (person) => <ForeignText>{person.organization}</ForeignText>,
  },
  {
    id: 'roles',
    title: 'Roles',
    value: (person) => person.roles.map((role) => word(ROLE, role)).join(', '),
    cell: (person) =>
      person.roles.length === 0 ? (
        <span className="quiet">none: not on the roster</span>
      ) : (
        person.roles.map((role) => word(ROLE, role)).join(', ')
      ),
    width: 'wide',
  },
  { id: 'keys', title: 'Keys', value: (person) => person.keyIds.length, numeric: true },
];

/** Who is enrolled here, with the roles that the roster gives them. */
export function Persons({ workstation }: { readonly workstation: WorkstationView }) {
  const [open, setOpen] = useState<string | null>(null);
  const person = workstation.persons.find(({ personId }) => personId === open);
  if (workstation.persons.length === 0)
    return <Nothing title="Nobody is enrolled">The custodian enrols persons under “Enrol a person”.</Nothing>;
  return (
    <>
      <DataTable
        label="Persons"
        rows={workstation.persons}
        columns={COLUMNS}
        keyOf={({ personId }) => personId}
        rowLabel={({ name }) => `Keys of ${name}`}
        onOpen={({ personId }) => setOpen(open === personId ? null : personId)}
        selected={open}
      />
      {person && (
        <section className="detail" aria-label={`Keys of ${person.name}`}>
          {person.keyIds.length === 0 && <p className="quiet">This person has no keys here.</p>}
          {person.keyIds.map((keyId) => (
            <figure key={keyId} className="fingerprint">
              <QrSquare text={keyId} label={`Key id of ${person.name} as a QR code`} />
              <figcaption>
                <strong>Key id</strong>
                <code className="key-id">{keyId.match(/.{1,8}/g)?.join(' ') ?? keyId}</code>
              </figcaption>
            </figure>
          ))}
        </section>
      )}
    </>
  );
}
