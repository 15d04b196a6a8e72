import { Button, InputGroup, TextArea } from '@blueprintjs/core';
import { Plus } from '@blueprintjs/icons';

export interface Portion {
  /** As `(U)`. */
  readonly marking: string;
  readonly text: string;
}

export const EMPTY_PORTION: Portion = { marking: '(U)', text: '' };

interface PortionsProps {
  readonly label: string;
  readonly portions: readonly Portion[];
  readonly onChange: (portions: readonly Portion[]) => void;
}

/** Paragraphs, each with a marking of its own in front, as marked documents have it. */
export function Portions({ label, portions, onChange }: PortionsProps) {
  const change = (at: number, part: Partial<Portion>) =>
    onChange(portions.map((portion, index) => (index === at ? { ...portion, ...part } : portion)));
  return (
    <fieldset className="portions">
      <legend>{label}</legend>
      {portions.map((portion, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a paragraph is known by its place while it is typed
        <div key={index} className="portion">
          <InputGroup
            aria-label={`${label}: marking of paragraph ${index + 1}`}
            value={portion.marking}
            onValueChange={(marking) => change(index, { marking: marking.toUpperCase() })}
            maxLength={300}
            spellCheck={false}
          />
          <TextArea
            fill
            aria-label={`${label}: paragraph ${index + 1}`}
            rows={3}
            value={portion.text}
            onChange={(event) => change(index, { text: event.currentTarget.value })}
            maxLength={20_000}
          />
          <Button
            size="small"
            variant="minimal"
            text="Remove"
            aria-label={`Remove paragraph ${index + 1}`}
            disabled={portions.length === 1}
            onClick={() => onChange(portions.filter((_, other) => other !== index))}
          />
        </div>
      ))}
      <Button
        size="small"
        icon={<Plus />}
        text="Another paragraph"
        onClick={() => onChange([...portions, { ...EMPTY_PORTION, marking: portions.at(-1)?.marking ?? '(U)' }])}
      />
    </fieldset>
  );
}

/** @returns the paragraphs that hold text, as the contract takes them */
export const filledPortions = (portions: readonly Portion[]): Portion[] =>
  portions.filter(({ text }) => text.trim() !== '').map(({ marking, text }) => ({ marking: marking.trim(), text }));
