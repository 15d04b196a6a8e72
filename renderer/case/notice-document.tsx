import type { Output } from '../../desk/contract.ts';
import { Facts } from '../lists/facts.tsx';
import { MarkedText } from '../marking/marked-text.tsx';
import { ForeignText } from '../words/foreign-text.tsx';
import { minute } from '../words/plain.ts';

type Document = Output<'previewNotice'>;

interface NoticeDocumentProps {
  readonly label: string;
  readonly notice: Document;
  /** Of the signed payload; none before it is signed. */
  readonly digest?: string;
}

/** A notice whole, as its recipient reads it. */
export function NoticeDocument({ label, notice, digest }: NoticeDocumentProps) {
  const { marking, determinationText, authorityLine, effect, issuedBy, recipient, remarks, decisionDigest } = notice;
  const rows: (readonly [string, string])[] = [
    ['To', recipient ?? 'nobody by name'],
    ['Issued by', `${issuedBy.name}, ${issuedBy.agency}`],
    ['Issued at', `${minute(notice.issuedAt)} UTC`],
    ['Decided at', `${minute(notice.decidedAt)} UTC`],
    ...(decisionDigest === null ? [['Decision', 'not named'] as const] : []),
  ];
  const digests: (readonly [string, string])[] = [
    ...(decisionDigest === null ? [] : [['Decision, SHA-384', decisionDigest] as const]),
    ...(digest === undefined ? [] : [['This notice, SHA-384', digest] as const]),
  ];
  return (
    <article className="decision-document" aria-label={label}>
      <p className="document-marking">{marking}</p>
      <p className="decision-finding">
        <ForeignText>{determinationText}</ForeignText>
      </p>
      <p>{authorityLine}</p>
      <p>{effect}</p>
      {remarks.length > 0 && <MarkedText label="Remarks" portions={remarks} />}
      <Facts
        rows={[
          ...rows.map(([name, text]) => [name, <ForeignText key={name}>{text}</ForeignText>] as const),
          ...digests.map(([name, text]) => [name, <code key={name}>{text}</code>] as const),
        ]}
      />
    </article>
  );
}
