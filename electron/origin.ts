/** The window's own scheme and host. Nothing else is ever loaded. */
export const SCHEME = 'app';
export const HOST = 'scrutineer';
export const ORIGIN = `${SCHEME}://${HOST}`;
/** The one document of the window. */
export const START_PAGE = `${ORIGIN}/index.html`;

/** @returns whether an address belongs to the window: our scheme, our host, no port, no user. */
export function isOwn(address: string): boolean {
  const url = URL.parse(address);
  return (
    url !== null && url.protocol === `${SCHEME}:` && url.host === HOST && url.username === '' && url.password === ''
  );
}

/** @returns whether an address is the window's document itself, whatever its fragment. */
export function isStartPage(address: string): boolean {
  const url = URL.parse(address);
  return (
    url !== null && isOwn(address) && (url.pathname === '/index.html' || url.pathname === '/') && url.search === ''
  );
}
