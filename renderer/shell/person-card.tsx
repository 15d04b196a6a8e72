import { CaretDown } from '@blueprintjs/icons';
import type { SessionState } from '../bridge/queries.ts';
import { ForeignText } from '../words/foreign-text.tsx';
import { counted } from '../words/plain.ts';
import { ROLE, word } from '../words/terms.ts';

const CARD = 'person-card';

/** Who is at the desk, and on asking what they may do here. */
export function PersonCard({ person }: { readonly person: NonNullable<SessionState['person']> }) {
  const roles = person.roles.map((role) => word(ROLE, role));
  const [only] = roles;
  const inShort = only === undefined ? 'no role yet' : roles.length === 1 ? only : counted(roles.length, 'role');
  return (
    <>
      <button type="button" className="person-button" popoverTarget={CARD} aria-haspopup="true">
        <span className="person-name">
          <ForeignText>{person.name}</ForeignText>
        </span>
        <span className="quiet">{inShort}</span>
        <CaretDown size={14} />
      </button>
      <section id={CARD} popover="auto" className="person-card" aria-label="At this desk">
        <p>
          <strong>
            <ForeignText>{person.name}</ForeignText>
          </strong>
          <br />
          <span className="quiet">Short name {person.personId}</span>
        </p>
        {roles.length === 0 ? (
          <p>No roster here gives this person a role. Reading is allowed, acting is not.</p>
        ) : (
          <ul aria-label="Roles">
            {roles.map((role) => (
              <li key={role}>{role}</li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
