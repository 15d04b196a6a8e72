import { H2 } from '@blueprintjs/core';
import { useRead } from '../bridge/queries.ts';
import { Facts } from '../lists/facts.tsx';
import { ListState } from '../lists/list-state.tsx';
import { useScreenMarking } from '../marking/screen-marking.tsx';
import { ForeignText } from '../words/foreign-text.tsx';
import { counted, minute } from '../words/plain.ts';
import { ROLE } from '../words/terms.ts';

/** The policy in force, whole: what decides, what is counted how, who must sign. */
export function PolicyReader() {
  const policy = useRead('showPolicy', {});
  useScreenMarking(policy.data?.marking);
  return (
    <section aria-label="The policy in force, in words">
      <H2>What the policy says</H2>
      <ListState query={policy} what="the policy">
        {(found) => (
          <>
            <ol className="policy-rule" aria-label="Rule">
              {found.rule.map(({ depth, title, words }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one policy never move
                <li key={index} style={{ marginInlineStart: `${depth * 24}px` }}>
                  {title !== '' && (
                    <strong>
                      <ForeignText>{title}</ForeignText>
                    </strong>
                  )}{' '}
                  <ForeignText>{words}</ForeignText>
                </li>
              ))}
            </ol>
            <Facts
              rows={[
                ...found.treatment.map(({ what, words }) => [what, words] as const),
                [
                  'Decision is signed by',
                  <ForeignText key="quorum">{`${counted(found.quorum.persons, 'person')}, among them ${found.quorum.places.map(placeWords).join(', ') || 'anybody'}`}</ForeignText>,
                ],
                ['Agencies consulted', <ForeignText key="consult">{found.consult.join(', ') || 'none'}</ForeignText>],
                [
                  'In force',
                  `from ${minute(found.effectiveFrom)} UTC until ${found.expiresAt === null ? 'another is imported' : `${minute(found.expiresAt)} UTC`}`,
                ],
                ['Issued by', <ForeignText key="by">{found.issuedBy}</ForeignText>],
                ['Marking', found.marking],
                ...(found.notes === null
                  ? []
                  : [['Notes', <ForeignText key="notes">{found.notes}</ForeignText>] as const]),
              ]}
            />
          </>
        )}
      </ListState>
    </section>
  );
}

/** @returns a place of the quorum with the role in words: `1 consulted official of CISA or NSA` */
function placeWords(place: string): string {
  return Object.entries(ROLE).reduce(
    (words, [code, role]) => words.replace(` ${code}`, ` ${role.toLowerCase()}`),
    place,
  );
}
