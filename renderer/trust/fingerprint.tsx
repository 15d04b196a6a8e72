import { create } from 'qrcode';
import { type ReactNode, useMemo } from 'react';

interface FingerprintProps {
  readonly title: string;
  /** Groups of digits, as the desk gives them. */
  readonly words: string;
  readonly keyId?: string | undefined;
  /** Who holds the key, where the title does not say it all. */
  readonly under?: ReactNode;
}

/** A fingerprint to be read aloud, and as a square for a camera. Groups of digits, so that the eye keeps its place. */
export function FingerprintWords({ title, words, keyId, under }: FingerprintProps) {
  const groups = words.split(/\s+/);
  return (
    <figure className="fingerprint">
      <QrSquare text={words} label={`${title} as a QR code`} />
      <figcaption>
        <strong>{title}</strong> {under && <span className="quiet">{under}</span>}
        <ol className="fingerprint-words" aria-label={`${title}, ${groups.length} groups`}>
          {groups.map((group, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the place of a group is what it is known by
            <li key={index}>{group}</li>
          ))}
        </ol>
        {keyId && (
          <p className="under">
            Key id <code className="break">{keyId}</code>
          </p>
        )}
      </figcaption>
    </figure>
  );
}

/** A QR code drawn as one path: no image, no markup from outside. */
export function QrSquare({ text, label }: { readonly text: string; readonly label: string }) {
  const { path, size } = useMemo(() => squares(text), [text]);
  return (
    <svg
      className="qr"
      role="img"
      aria-label={label}
      viewBox={`-4 -4 ${size + 8} ${size + 8}`}
      shapeRendering="crispEdges"
    >
      <rect x={-4} y={-4} width={size + 8} height={size + 8} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}

function squares(text: string): { path: string; size: number } {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) path += `M${column} ${row}h1v1h-1z`;
    }
  }
  return { path, size: modules.size };
}
