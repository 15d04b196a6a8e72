import { short } from '../words/plain.ts';

/** The start of a digest; the whole stands in its title and is copied with the selection of the page. */
export function Digest({ value }: { readonly value: string }) {
  return (
    <code className="digest" title={value}>
      {short(value)}…
    </code>
  );
}
