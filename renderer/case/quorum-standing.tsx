import { Tick } from '@blueprintjs/icons';
import { ForeignText } from '../words/foreign-text.tsx';
import { counted } from '../words/plain.ts';
import { ROLE, word } from '../words/terms.ts';
import type { Decision } from './decision-document.tsx';

type Place = Decision['quorum']['places'][number];

/** Who has signed a decision, which places of the policy's quorum are filled, and who may fill the others. */
export function QuorumStanding({ quorum, signers }: Pick<Decision, 'quorum' | 'signers'>) {
  return (
    <section className="quorum" aria-label="Signatures">
      <p>
        <strong>
          {quorum.isComplete ? 'Complete' : 'Not complete'}: {quorum.counted} of the {counted(quorum.asked, 'person')}{' '}
          asked {quorum.counted === 1 ? 'has' : 'have'} signed
        </strong>
        <span className="quiet">. Persons are counted, not keys; one person fills one place.</span>
      </p>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Place</th>
            <th scope="col">Signed</th>
            <th scope="col">May still sign</th>
          </tr>
        </thead>
        <tbody>
          {quorum.places.map((place) => (
            <tr key={`${place.role} ${place.agencies.join(' ')}`}>
              <td>
                <ForeignText>{placeName(place)}</ForeignText>
              </td>
              <td>
                {place.filled >= place.asked && <Tick size={14} />} {place.filled} of {place.asked}
              </td>
              <td>
                <StillMay place={place} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        Signed by{' '}
        {signers.length === 0
          ? 'nobody'
          : signers.map(({ personId, name, agency, counts }, index) => (
              <span key={personId}>
                {index > 0 && '; '}
                <ForeignText>{`${name}, ${agency}`}</ForeignText>
                {!counts && ' (does not count yet)'}
              </span>
            ))}
        .
      </p>
      {!quorum.isComplete && (
        <ul className="missing" aria-label="Still missing">
          {quorum.missing.map((one) => (
            <li key={one}>
              <ForeignText>{one}</ForeignText>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function placeName({ role, agencies }: Place): string {
  return agencies.length === 0 ? word(ROLE, role) : `${word(ROLE, role)} of ${agencies.join(' or ')}`;
}

function StillMay({ place }: { readonly place: Place }) {
  if (place.filled >= place.asked) return <span className="quiet">nobody is needed</span>;
  if (place.mayFill.length === 0) return <>nobody on the roster: a newer roster must name a person</>;
  return <ForeignText>{place.mayFill.map(({ name, agency }) => `${name}, ${agency}`).join('; ')}</ForeignText>;
}
