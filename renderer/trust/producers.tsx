import { H2 } from '@blueprintjs/core';
import { ForeignText } from '../words/foreign-text.tsx';
import { FingerprintWords } from './fingerprint.tsx';
import type { WorkstationView } from './trust-screen.tsx';

type Producer = NonNullable<WorkstationView['roster']>['producers'][number];

/** The laboratories whose bundles this desk takes, each with the keys that it must have signed with. */
export function Producers({ producers }: { readonly producers: readonly Producer[] }) {
  return (
    <section aria-label="Producers on the roster">
      <H2>Producers on the roster</H2>
      <p className="quiet">
        A bundle is taken when one of these has signed it. Compare a fingerprint with the one that the laboratory reads
        out.
      </p>
      {producers.length === 0 && (
        <p className="row-of-nothing">No producer is on the roster: no bundle can be taken.</p>
      )}
      <div className="fingerprints">
        {producers.map(({ producerId, name, organization, keyIds, fingerprints }) =>
          fingerprints.map((words, index) => (
            <FingerprintWords
              key={`${producerId} ${words}`}
              title={`Key ${fingerprints.length > 1 ? `${index + 1} ` : ''}of ${name}`}
              under={
                <>
                  <ForeignText>{organization}</ForeignText> <code>{producerId}</code>
                </>
              }
              words={words}
              keyId={keyIds[index]}
            />
          )),
        )}
      </div>
    </section>
  );
}
