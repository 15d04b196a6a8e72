import { Refusal } from '../failure.ts';
import { fromBase64, toBase64 } from './base64.ts';

/** One block of a PEM file (RFC 7468): what it calls itself, and its DER. */
export interface PemBlock {
  readonly label: string;
  readonly der: Uint8Array;
}

const LARGEST_PEM = 1 << 20;

/**
 * Reads every block of a PEM text, in order. Text outside the blocks is explanatory and passed over, as RFC 7468
 * section 2 allows; inside a block only base64 may stand.
 * @throws Refusal `crypto.key-malformed` where a block is torn or there is none
 */
export function readPem(text: string): PemBlock[] {
  const refuse = (what: string): never => {
    throw new Refusal('crypto.key-malformed', `The PEM text cannot be read: ${what}.`, {
      remedy: 'Give a PEM file as openssl or scrutineer keygen writes it.',
    });
  };
  if (text.length > LARGEST_PEM) refuse('it is larger than any key file');
  const blocks: PemBlock[] = [];
  let label: string | undefined;
  let body = '';
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trimEnd();
    const begin = /^-----BEGIN ([A-Z0-9 ]+)-----$/.exec(trimmed);
    const end = /^-----END ([A-Z0-9 ]+)-----$/.exec(trimmed);
    if (begin?.[1] !== undefined) {
      if (label !== undefined) refuse('a block begins inside another');
      label = begin[1];
      body = '';
    } else if (end?.[1] !== undefined) {
      if (end[1] !== label) refuse('a block ends that did not begin');
      const der = fromBase64(body) ?? refuse('a block is not base64');
      blocks.push({ label: end[1], der });
      label = undefined;
    } else if (label !== undefined) {
      body += trimmed;
    }
  }
  if (label !== undefined) refuse('the last block does not end');
  if (blocks.length === 0) refuse('there is no BEGIN line');
  return blocks;
}

/** @returns the DER as a PEM block with lines of 64 characters and a final newline, as openssl writes it. */
export function writePem(label: string, der: Uint8Array): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
