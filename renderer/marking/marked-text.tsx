import { ForeignText } from '../words/foreign-text.tsx';

interface MarkedTextProps {
  readonly label: string;
  readonly portions: readonly { readonly marking: string; readonly text: string }[];
}

/** Paragraphs with their portion marks in front, as marked documents have them. */
export function MarkedText({ label, portions }: MarkedTextProps) {
  return (
    <section className="marked-text" aria-label={label}>
      <p className="quiet">{label}</p>
      {portions.length === 0 && <p className="quiet">No words were given.</p>}
      {portions.map((portion, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a signed text never changes its order
        <p key={index} className="marked-paragraph">
          <span className="portion-mark">{portion.marking}</span>
          <ForeignText>{portion.text}</ForeignText>
        </p>
      ))}
    </section>
  );
}
