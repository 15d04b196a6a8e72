import { Button, InputGroup, TextArea } from '@blueprintjs/core';
import { Plus } from '@blueprintjs/icons';
import { useId, useState } from 'react';
import type { Output } from '../../desk/contract.ts';
import { useRead } from '../bridge/queries.ts';
import { usePortionMarking } from '../marking/screen-marking.tsx';

export interface Portion {
  /** As `(U)`. */
  readonly marking: string;
  readonly text: string;
}

export const EMPTY_PORTION: Portion = { marking: '(U)', text: '' };

interface PortionsProps {
  readonly label: string;
  readonly optional?: boolean;
  readonly portions: readonly Portion[];
  readonly onChange: (portions: readonly Portion[]) => void;
}

/** Paragraphs, each with a marking of its own in front, as marked documents have it. */
export function Portions({ label, optional = false, portions, onChange }: PortionsProps) {
  const id = useId();
  const name = optional ? `${label} (optional)` : label;
  // What was removed last, until the form goes: a slip loses no words.
  const [removed, setRemoved] = useState<{ readonly at: number; readonly portion: Portion } | null>(null);
  const change = (at: number, part: Partial<Portion>) =>
    onChange(portions.map((portion, index) => (index === at ? { ...portion, ...part } : portion)));
  const marks = marksOf(portions);
  usePortionMarking(marks);
  const rolled = useRead('rollUpMarkings', { banners: [], portions: marks });
  const problemOf = (marking: string) => rolled.data?.unreadable.find((one) => one.portion === marking);
  return (
    <fieldset className="portions">
      <legend>
        {label} <span className="quiet">{optional ? '(optional)' : ''}</span>
      </legend>
      <p className="under">Each paragraph with a marking of its own in front, as (U) or (C).</p>
      {portions.map((portion, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a paragraph is known by its place while it is typed
        <div key={index} className="portion">
          <InputGroup
            aria-label={`${name}: marking of paragraph ${index + 1}`}
            value={portion.marking}
            onValueChange={(marking) => change(index, { marking: marking.toUpperCase() })}
            maxLength={300}
            spellCheck={false}
            intent={problemOf(portion.marking) ? 'danger' : 'none'}
            aria-describedby={problemOf(portion.marking) ? `${id}-${index}` : undefined}
          />
          <TextArea
            fill
            aria-label={`${name}: paragraph ${index + 1}`}
            rows={3}
            value={portion.text}
            onChange={(event) => change(index, { text: event.currentTarget.value })}
            maxLength={20_000}
          />
          {portions.length > 1 && (
            <Button
              size="small"
              variant="minimal"
              text="Remove"
              aria-label={`Remove paragraph ${index + 1}`}
              onClick={() => {
                setRemoved(portion.text.trim() === '' ? null : { at: index, portion });
                onChange(portions.filter((_, other) => other !== index));
              }}
            />
          )}
          <MarkProblem id={`${id}-${index}`} problem={problemOf(portion.marking)} />
        </div>
      ))}
      {portions.some((portion) => portion.marking.trim() !== EMPTY_PORTION.marking) && (
        <p className="quiet">
          What is typed here is a draft. It may not be used as a source of derivative classification.
        </p>
      )}
      {rolled.data?.withinCeiling === false && (
        <p role="alert" className="mark-problem">
          Together these are marked {rolled.data.banner}: above what this workstation may hold. They are not kept and
          cannot be signed here.
        </p>
      )}
      <div className="row">
        <Button
          size="small"
          icon={<Plus />}
          text="Another paragraph"
          onClick={() => onChange([...portions, { ...EMPTY_PORTION, marking: portions.at(-1)?.marking ?? '(U)' }])}
        />
        {removed && (
          <Button
            size="small"
            variant="minimal"
            text={`Put paragraph ${removed.at + 1} back`}
            onClick={() => {
              onChange(portions.toSpliced(removed.at, 0, removed.portion));
              setRemoved(null);
            }}
          />
        )}
      </div>
    </fieldset>
  );
}

type Problem = Output<'rollUpMarkings'>['unreadable'][number];

/** Why a mark cannot be read, while it is typed. */
function MarkProblem({ id, problem }: { readonly id: string; readonly problem: Problem | undefined }) {
  if (problem === undefined) return null;
  return (
    <p id={id} role="status" className="mark-problem">
      {problem.why} {problem.remedy}
    </p>
  );
}

/** @returns the marks as they stand, for a draft of the paragraphs */
export const marksOf = (portions: readonly Portion[]): string[] => portions.map(({ marking }) => marking);

/** @returns the paragraphs that hold text, as the contract takes them */
export const filledPortions = (portions: readonly Portion[]): Portion[] =>
  portions.filter(({ text }) => text.trim() !== '').map(({ marking, text }) => ({ marking: marking.trim(), text }));
