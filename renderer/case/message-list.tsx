import { Button } from '@blueprintjs/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import type { Output } from '../../desk/contract.ts';
import { ForeignText } from '../words/foreign-text.tsx';
import { count } from '../words/plain.ts';

type Message = Output<'readAttempt'>['messages'][number];

interface MessageListProps {
  readonly messages: readonly Message[];
  readonly total: number;
  readonly onNearEnd: () => void;
}

/** Longer texts are cut, and go on as far as is asked for: one tool may print megabytes. */
const SHOWN = 4000;
const MORE = 30_000;

/** The transcript, drawn as far as it can be seen. Everything in it is text and nothing else. */
export function MessageList({ messages, total, onNearEnd }: MessageListProps) {
  const frame = useRef<HTMLElement>(null);
  const rows = useVirtualizer({
    count: messages.length,
    getScrollElement: () => frame.current,
    estimateSize: () => 140,
    overscan: 4,
    getItemKey: (index) => messages[index]?.index ?? index,
  });
  const drawn = rows.getVirtualItems();
  const last = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= messages.length - 10) onNearEnd();
  }, [last, messages.length, onNearEnd]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section ref={frame} className="message-list" aria-label="Transcript" tabIndex={0}>
      <div className="message-space" style={{ height: rows.getTotalSize() }}>
        {drawn.map((row) => {
          const message = messages[row.index];
          if (!message) return null;
          return (
            <article
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              className={`message message-${roleClass(message.role)}`}
              style={{ transform: `translateY(${row.start}px)` }}
              aria-label={`Message ${message.index + 1} of ${total}`}
            >
              <header>
                <strong>
                  <ForeignText>{message.role}</ForeignText>
                </strong>
                <span className="quiet">
                  {count(message.index + 1)} of {count(total)}
                </span>
              </header>
              <LongText text={message.text} />
              {message.toolCalls.map((toolCall, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the calls of one message never move
                <div key={index} className="tool-call">
                  <span className="tool-call-name">Tool call</span>
                  <LongText text={toolCall} />
                </div>
              ))}
            </article>
          );
        })}
      </div>
    </section>
  );
}

const roleClass = (role: string): string => (['system', 'user', 'assistant', 'tool'].includes(role) ? role : 'other');

function LongText({ text }: { readonly text: string }) {
  const [shown, setShown] = useState(SHOWN);
  // Drawn in blocks, so that a longer text draws what is new and not all of it again.
  const blocks = useMemo(() => {
    const ends = [beforePair(text, SHOWN)];
    for (let end = SHOWN + MORE; end <= shown; end += MORE) ends.push(beforePair(text, end));
    return ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end));
  }, [text, shown]);
  if (text === '') return null;
  const rest = text.length - shown;
  return (
    <>
      <pre className="message-text">
        {blocks.map((block, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of one text never move
          <Block key={index} text={block} />
        ))}
      </pre>
      {rest > 0 && (
        <Button
          size="small"
          variant="minimal"
          text={`Show ${count(Math.min(MORE, rest))} more characters of ${count(rest)}`}
          onClick={() => setShown(shown + MORE)}
        />
      )}
    </>
  );
}

/** An end that does not cut a character in two. */
function beforePair(text: string, end: number): number {
  const last = text.charCodeAt(end - 1);
  return end < text.length && last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}

const Block = memo(function Block({ text }: { readonly text: string }) {
  return <ForeignText>{text}</ForeignText>;
});
