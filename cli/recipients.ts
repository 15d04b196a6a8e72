import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ageRecipientKind } from '../core/crypto/age/identity.ts';
import { Refusal } from '../core/failure.ts';
import { parseCard } from '../core/identity/card.ts';
import { readDocument, readText } from './file.ts';
import { KEY_FOLDER } from './key-folder.ts';

/**
 * Reads to whom something is sealed. Each text is an age recipient (`age1…`), an identity card, a key folder, or a
 * file with one recipient a line as `age -R` takes it.
 * @returns the recipients, each once
 * @throws Refusal `input.missing` where one names no recipient, `crypto.key-malformed`, `card.*`
 */
export function readRecipients(given: readonly string[]): string[] {
  return [...new Set(given.flatMap(recipientsOf))];
}

function recipientsOf(text: string): readonly string[] {
  if (text.startsWith('age1')) return [requireRecipient(text, text)];
  const path = statSync(text, { throwIfNoEntry: false })?.isDirectory() ? join(text, KEY_FOLDER.card) : text;
  const content = readText(path);
  const found = content.trimStart().startsWith('{')
    ? parseCard(readDocument(path)).ageRecipients
    : content
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((line) => requireRecipient(line, path));
  if (found.length > 0) return found;
  throw new Refusal('input.missing', 'This names no age recipient.', {
    where: path,
    remedy: "Give the desk's identity card, an age recipient (age1…), or a file with recipients.",
  });
}

function requireRecipient(text: string, where: string): string {
  if (ageRecipientKind(text) !== undefined) return text;
  throw new Refusal('crypto.key-malformed', 'This is no age recipient of a kind that is used here.', {
    where: where.slice(0, 80),
    remedy: 'Give an X25519 recipient (age1…) or a hybrid one (age1pq1…), unbroken.',
  });
}
