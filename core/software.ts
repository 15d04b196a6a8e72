/** What this program calls itself in the documents that it signs. A test holds the version against package.json. */
export const SOFTWARE = { name: 'scrutineer', version: '0.1.0' } as const;
