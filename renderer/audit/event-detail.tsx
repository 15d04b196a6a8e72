import { Button, H2 } from '@blueprintjs/core';
import type { Output } from '../../desk/contract.ts';
import { Facts } from '../lists/facts.tsx';
import { goTo } from '../shell/route.ts';
import { ForeignText } from '../words/foreign-text.tsx';
import { second } from '../words/plain.ts';
import { spoken } from '../words/steps.ts';

export type AuditEvent = Output<'showAudit'>['events'][number];

interface DetailProps {
  readonly event: AuditEvent;
  /** What an id is called, where the window knows it. */
  readonly nameOf: (id: string) => string | undefined;
}

/** One event in full: what was done to what, with every digest that it names. */
export function EventDetail({ event, nameOf }: DetailProps) {
  const { caseId } = event.detail;
  const rows = Object.entries(event.detail).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return [spoken(name), <DetailValue key={name} text={text} name={nameOf(text)} />] as const;
  });
  return (
    <section className="detail" aria-label={`Event ${event.sequence}`}>
      <H2>
        {spoken(event.act)} <span className="quiet">no. {event.sequence}</span>
      </H2>
      <Facts
        rows={[
          ['At', `${second(event.at)} UTC`],
          ['By', event.actor],
          ...(event.subject in event.detail
            ? []
            : [['On', <DetailValue key="on" text={event.subject} name={nameOf(event.subject)} />] as const]),
          ...rows,
          ['Digest', <DetailValue key="digest" text={event.digest} name={undefined} />],
        ]}
      />
      {typeof caseId === 'string' && <Button size="small" text="Open the case" onClick={() => goTo('cases', caseId)} />}
    </section>
  );
}

function DetailValue({ text, name }: { readonly text: string; readonly name: string | undefined }) {
  const isId = /^[0-9a-f-]{32,}$/.test(text);
  return (
    <>
      {name !== undefined && (
        <>
          <ForeignText>{name}</ForeignText>
          <br />
        </>
      )}
      {isId ? <code className="small-code">{text}</code> : <ForeignText>{text}</ForeignText>}
    </>
  );
}
