/** What a package says of itself, all of it from `electron-builder.yml` and `package.json`. */
export interface Identity {
  /** As people read it: `Scrutineer`. */
  readonly productName: string;
  /** As package managers know it: `scrutineer`. */
  readonly name: string;
  /** The program's file, without `.exe`. */
  readonly executable: string;
  readonly version: string;
  readonly synopsis: string;
  readonly description: string;
  readonly maintainer: string;
  readonly homepage: string;
  readonly license: string;
  readonly category: string;
  readonly appId: string;
  readonly depends: { readonly deb: readonly string[]; readonly rpm: readonly string[] };
}
