/** What the fuses of every package must be: no Node mode, no options, no inspector, only the archive, with its digests. */
export const STRICT_FUSES = {
  runAsNode: false,
  cookieEncryption: true,
  nodeOptions: false,
  nodeCliInspect: false,
  asarIntegrity: true,
  onlyLoadAppFromAsar: true,
  browserSnapshot: false,
  fileProtocolPrivileges: false,
} as const;
