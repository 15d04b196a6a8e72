import { InputGroup } from '@blueprintjs/core';
import { Search } from '@blueprintjs/icons';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { session } from '../bridge/call.ts';
import { useRead } from '../bridge/queries.ts';
import { CASE_TABS } from '../case/tabs.ts';
import { useMarkingsOver } from '../marking/screen-marking.tsx';
import { ForeignText } from '../words/foreign-text.tsx';
import { searchFor } from '../words/search.ts';
import { actsOf } from './acts.ts';
import { focusScreen } from './focus-screen.ts';
import { usePerson } from './person.tsx';
import { PLACES } from './places.tsx';
import { goTo, useRoute } from './route.ts';

interface Command {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  /** Of the case that the title names. */
  readonly marking?: string;
  readonly run: () => void;
}

interface PaletteProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onHelp: () => void;
}

/** Every place, case and act by name. It lies over the screen and leaves what is typed there alone. */
export function CommandPalette({ isOpen, onClose, onHelp }: PaletteProps) {
  if (!isOpen) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a press beside the palette closes it; the key for it is Escape
    <div
      className="palette-backdrop"
      role="presentation"
      onMouseDown={(event) => event.target === event.currentTarget && onClose()}
    >
      <div className="palette" role="dialog" aria-modal="true" aria-labelledby="palette-name">
        <PaletteList onClose={onClose} onHelp={onHelp} />
      </div>
    </div>
  );
}

function PaletteList({ onClose, onHelp }: Omit<PaletteProps, 'isOpen'>) {
  const route = useRoute();
  const cases = useRead('listCases', {});
  const person = usePerson();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  // The focus goes back to where it was, or to the screen where that has gone.
  const [cameFrom] = useState(() => document.activeElement);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    field.current?.focus();
    return () => {
      if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus();
      else focusScreen();
    };
  }, [cameFrom]);
  const caseId = route[0] === 'cases' ? route[1] : undefined;

  const commands = useMemo<Command[]>(() => {
    const tabs = caseId
      ? CASE_TABS.map(({ id, title }) => ({
          id: `tab-${id}`,
          kind: 'This case',
          title,
          run: () => goTo('cases', caseId, id),
        }))
      : [];
    const files = (cases.data ?? []).map((file) => ({
      id: file.caseId,
      kind: 'Case',
      title: `${file.developer} ${file.model} ${file.version}`,
      marking: file.marking,
      run: () => goTo('cases', file.caseId),
    }));
    const places = PLACES.map(({ id, title }) => ({ id, kind: 'Go to', title, run: () => goTo(id) }));
    const acts = [
      ...actsOf(person?.roles ?? []).map(({ title, route: way }) => ({
        id: title.toLowerCase().replaceAll(/[^a-z]+/g, '-'),
        kind: 'Do',
        title,
        run: () => goTo(...way),
      })),
      { id: 'keys', kind: 'Show', title: 'Keyboard shortcuts', run: onHelp },
      { id: 'lock', kind: 'Do', title: 'Lock the desk', run: () => void session('lock', {}) },
    ];
    return [...tabs, ...places, ...acts, ...files];
  }, [cases.data, caseId, onHelp, person]);

  const fits = searchFor(text);
  const found = commands.filter(({ kind, title }) => fits(`${kind} ${title}`)).slice(0, 50);
  useMarkingsOver([...new Set(found.flatMap(({ marking }) => marking ?? []))].sort());
  const chosen = found[Math.min(active, found.length - 1)];

  useEffect(() => {
    if (chosen) document.getElementById(`${listId}-${chosen.id}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, listId]);

  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive((now) => Math.min(now + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setActive((now) => Math.max(0, now - 1));
    else if (event.key === 'Enter') run(chosen);
    else if (event.key === 'Escape') onClose();
    // The field is all that can hold the focus here, and the focus stays in a dialog.
    else if (event.key !== 'Tab') return;
    event.preventDefault();
  };
  return (
    <div className="palette-inside">
      <h2 id="palette-name" className="out-of-sight">
        Command palette
      </h2>
      <InputGroup
        size="large"
        leftIcon={<Search />}
        placeholder="A place, a case or an act"
        value={text}
        inputRef={field}
        onValueChange={(value) => {
          setText(value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        role="combobox"
        aria-label="Go to or do"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={chosen ? `${listId}-${chosen.id}` : undefined}
      />
      <div id={listId} role="listbox" aria-label="Found" className="palette-list" tabIndex={-1}>
        {found.map((command) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, as in every combobox
          <div
            key={command.id}
            id={`${listId}-${command.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={command === chosen}
            className="palette-option"
            onClick={() => run(command)}
          >
            <span className="palette-kind">{command.kind}</span>
            <ForeignText>{command.title}</ForeignText>
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="palette-none">Nothing is called that.</p>}
    </div>
  );
}
