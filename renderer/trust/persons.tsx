import { H2 } from '@blueprintjs/core';
import { useState } from 'react';
import { type DataColumn, DataTable } from '../lists/data-table.tsx';
import { Nothing } from '../lists/list-state.tsx';
import { ForeignText } from '../words/foreign-text.tsx';
import { ROLE, word } from '../words/terms.ts';
import { FingerprintWords } from './fingerprint.tsx';
import { SaveCard } from './save-card.tsx';
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
      <p className="quiet">Choose a person to compare the fingerprint of their keys with the card that they hold.</p>
      <DataTable
        label="Persons"
        rows={workstation.persons}
        columns={COLUMNS}
        keyOf={({ personId }) => personId}
        rowLabel={({ name }) => `Keys of ${name}`}
        onOpen={({ personId }) => setOpen(open === personId ? null : personId)}
        selected={open}
      />
      {person && <PersonKeys person={person} />}
    </>
  );
}

/** The keys of one person, to be read aloud or scanned against the card that the person holds. */
function PersonKeys({ person }: { readonly person: Person }) {
  return (
    <section aria-label={`Keys of ${person.name}`}>
      <H2>
        Keys of <ForeignText>{person.name}</ForeignText>
      </H2>
      {person.fingerprints.length === 0 && <p className="quiet">This person has no keys here.</p>}
      <div className="fingerprints">
        {person.fingerprints.map((words, index) => (
          <FingerprintWords
            key={words}
            title={person.fingerprints.length === 1 ? 'Fingerprint' : `Fingerprint of key ${index + 1}`}
            words={words}
            keyId={person.keyIds[index]}
          />
        ))}
      </div>
      <SaveCard key={person.personId} text="Save the card…" name={person.personId} card={person.card} />
    </section>
  );
}
