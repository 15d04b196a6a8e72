import { Facts } from '../lists/facts.tsx';
import { ForeignText } from '../words/foreign-text.tsx';
import { count, figure, minute } from '../words/plain.ts';
import type { CaseFile } from './case-screen.tsx';

type Typed = CaseFile['typedScores'][number];

/** The typed scores of a case, each with where it comes from: a number alone says nothing of its worth. */
export function ScoreList({ scores }: { readonly scores: readonly Typed[] }) {
  return (
    <div className="table-frame">
      <table className="data-table typed-scores" aria-label="Typed scores">
        <thead>
          <tr>
            {['Benchmark', 'Model', 'Value', 'Where it comes from', 'Recorded (UTC)'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...scores]
            .sort((a, b) => b.at.localeCompare(a.at))
            .map((score) => (
              <tr key={score.id}>
                <td>
                  <ForeignText>{score.benchmark}</ForeignText>
                  {score.version !== '' && (
                    <small className="under">
                      version <ForeignText>{score.version}</ForeignText>
                    </small>
                  )}
                </td>
                <td>
                  <ForeignText>{score.model}</ForeignText>
                  <small className="under">{score.role}</small>
                </td>
                <td className="keep">
                  <ForeignText>{score.metric}</ForeignText> <strong>{figure(score.value)}</strong>
                  <small className="under">
                    {score.standardError === null
                      ? 'no standard error given'
                      : `standard error ${figure(score.standardError)}`}
                    , {score.tasks === null ? 'tasks not stated' : `${count(score.tasks)} tasks`}
                  </small>
                </td>
                <td>
                  <Provenance score={score} />
                </td>
                <td className="keep">
                  {minute(score.at)}
                  <small className="under">
                    by <ForeignText>{score.by}</ForeignText>
                  </small>
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

function Provenance({ score }: { readonly score: Typed }) {
  const { source, conductedBy, conductedAt, procedure, harness, marking, attachment, note, supersedes } = score;
  const told: readonly (readonly [string, string | null])[] = [
    ['Marking', marking],
    ['Ran with', harness],
    ['Procedure', procedure],
    ['Attachment', attachment === null ? 'none' : attachment.name],
    ['Note', note],
    ['Corrects', supersedes],
  ];
  return (
    <>
      <ForeignText>{source}</ForeignText>
      <small className="under">
        run by <ForeignText>{conductedBy}</ForeignText>, {minute(conductedAt)} UTC
      </small>
      <details open>
        <summary>Procedure and attachment</summary>
        <Facts
          rows={[
            ...told.flatMap(([name, text]) =>
              text === null ? [] : [[name, <ForeignText key={name}>{text}</ForeignText>] as const],
            ),
            ...(attachment === null
              ? []
              : [
                  [
                    'SHA-384',
                    <code key="digest" className="break">
                      {attachment.digest}
                    </code>,
                  ] as const,
                ]),
          ]}
        />
      </details>
    </>
  );
}
