// Stock Chromium breaks off schemes it does not know before anybody can answer for them. So `app://host/path` is shown to
// it as an https address under a name that can never exist, and translated back wherever the program sees it.

const SUFFIX = 'host.invalid';
const schemes = new Set<string>();

/** Notes a scheme that the program serves itself. */
export function addScheme(scheme: string): void {
  schemes.add(scheme);
}

/** `app://scrutineer/x` → `https://scrutineer.app.host.invalid/x` */
export function toChromium(address: string): string {
  const parts = /^([a-z][a-z0-9+-]*):\/\/([^/?#]*)(.*)$/i.exec(address);
  const [, scheme, host, rest] = parts ?? [];
  return scheme !== undefined && schemes.has(scheme) ? `https://${host}.${scheme}.${SUFFIX}${rest || '/'}` : address;
}

/** The way back. */
export function fromChromium(address: string): string {
  const parts = /^https:\/\/([^/?#]*)\.([a-z][a-z0-9+-]*)\.host\.invalid(.*)$/i.exec(address);
  return parts ? `${parts[2]}://${parts[1]}${parts[3]}` : address;
}
