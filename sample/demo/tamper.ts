import { readFileSync, writeFileSync } from 'node:fs';

/** Writes a copy of a sealed bundle with one bit flipped in the middle. */
export function tamperedBundle(path: string, to: string): string {
  const bytes = readFileSync(path);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(to, bytes);
  return to;
}

/** Writes a copy of a decision whose payload says the opposite, under the old signatures. */
export function tamperedDecision(path: string, to: string): string {
  const envelope: { payload: string } = JSON.parse(readFileSync(path, 'utf8'));
  const payload = Buffer.from(envelope.payload, 'base64').toString('utf8');
  const other = payload.replace(
    /"determination":"([a-z-]+)"/,
    (_, said) => `"determination":"${said === 'covered' ? 'not-covered' : 'covered'}"`,
  );
  if (other === payload) throw new Error('the decision says something else than the demo expects');
  writeFileSync(to, `${JSON.stringify({ ...envelope, payload: Buffer.from(other).toString('base64') }, null, 2)}\n`);
  return to;
}
