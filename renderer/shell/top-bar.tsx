import { Button } from '@blueprintjs/core';
import { Help, Lock, Search } from '@blueprintjs/icons';
import { session } from '../bridge/call.ts';
import type { SessionState } from '../bridge/queries.ts';
import { keepUnlockNews, useUnlockNews } from '../unlock/unlock-news.ts';
import { counted, minute } from '../words/plain.ts';
import { PersonCard } from './person-card.tsx';
import { SampleTag } from './sample-tag.tsx';

interface TopBarProps {
  readonly state: SessionState;
  readonly onPalette: () => void;
  readonly onHelp: () => void;
}

/** Whose desk this is, who is at it, and the way to lock it. */
export function TopBar({ state, onPalette, onHelp }: TopBarProps) {
  const { person } = state;
  const news = useUnlockNews();
  return (
    <header className="top-bar">
      <div className="top-bar-line">
        <strong className="top-bar-name" title={state.vault?.name ?? undefined}>
          {state.vault?.name ?? 'Scrutineer'}
        </strong>
        {state.sample && <SampleTag />}
        <span className="spring" />
        <Button
          size="small"
          variant="outlined"
          icon={<Search />}
          onClick={onPalette}
          text="Go to or do…"
          endIcon={<kbd>Ctrl K</kbd>}
        />
        <Button size="small" variant="minimal" icon={<Help />} onClick={onHelp} aria-label="Keyboard shortcuts" />
        {person && <PersonCard person={person} />}
        <Button
          size="small"
          icon={<Lock />}
          text="Lock"
          title="Lock (Ctrl+L)"
          onClick={() => void session('lock', {})}
        />
      </div>
      {news && (
        <div className="top-bar-news" role="status">
          {news.failuresBefore > 0 ? (
            <strong>
              {counted(news.failuresBefore, 'wrong passphrase', 'wrong passphrases')} before this unlock.{' '}
            </strong>
          ) : null}
          {news.lastUnlock
            ? `You last unlocked this desk on ${minute(news.lastUnlock)} UTC. `
            : 'This is your first unlock. '}
          {news.swept ? 'Leftovers of an interrupted act were cleared away. ' : ''}
          <Button size="small" text="Noted" onClick={() => keepUnlockNews(null)} />
        </div>
      )}
    </header>
  );
}
