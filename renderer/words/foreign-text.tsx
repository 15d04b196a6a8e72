import { Fragment, type ReactNode } from 'react';

// Control characters, invisible characters, and those that turn the direction of writing can make a text read as
// another one. They are shown by their code point. Line ends and tabs stay what they are, and so does what makes an emoji
// a coloured one.
const HIDDEN =
  /(?!\n|\t|\r\n|(?<=\p{Extended_Pictographic})\ufe0f)(\p{Cc}|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point})\1*/gu;

const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** The same for places that hold text alone, as a chart: what would be invisible is spelt out. */
export const spelt = (text: string): string =>
  text.replaceAll(HIDDEN, (run, one: string) =>
    run.length > one.length ? `[${codePoint(one)}…]` : `[${codePoint(one)}]`,
  );

/** Text that came from outside: only ever text, with what would be invisible made visible. */
export function ForeignText({ children }: { readonly children: string }): ReactNode {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const match of children.matchAll(HIDDEN)) {
    parts.push(children.slice(from, match.index));
    parts.push(
      <span key={match.index} className="hidden-character" title="A character that cannot be seen">
        {codePoint(match[1] ?? '')}
        {match[0].length > (match[1]?.length ?? 1) ? ` ×${match[0].length / (match[1]?.length ?? 1)}` : ''}
      </span>,
    );
    from = match.index + match[0].length;
  }
  if (parts.length === 0) return <bdi>{children}</bdi>;
  parts.push(children.slice(from));
  return (
    <bdi>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
        <Fragment key={index}>{part}</Fragment>
      ))}
    </bdi>
  );
}
