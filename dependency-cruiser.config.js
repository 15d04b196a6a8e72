// The house plan in machine form: a lower floor never imports a higher one, and each outside part has one room.
const CONTRACT = '^desk/contract(\\.ts$|/)';
const only = (name, comment, path, rooms) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^(core|db|desk|cli|electron|renderer)/', pathNot: [...rooms, '\\.test\\.ts$', '/testing/'] },
  to: { path },
});
const never = (name, comment, from, to, pathNot) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: ['\\.test\\.ts$', '/testing/'] },
  to: { path: to, ...(pathNot ? { pathNot } : {}) },
});

export default {
  forbidden: [
    never(
      'core-is-the-ground-floor',
      'core imports no higher floor',
      '^core/',
      '^(db|desk|cli|electron|renderer|sample|test)/',
    ),
    never('db-stands-on-core', 'db imports core alone', '^db/', '^(desk|cli|electron|renderer|sample|test)/'),
    never('desk-stands-on-db', 'desk imports core and db', '^desk/', '^(cli|electron|renderer|sample|test)/'),
    never('cli-stands-on-desk', 'cli imports core, db and desk', '^cli/', '^(electron|renderer|sample|test)/'),
    never(
      'electron-stands-on-desk',
      'the shell knows nothing of the command line or the window',
      '^electron/',
      '^(cli|renderer|sample|test)/',
    ),
    never(
      'sample-is-no-test',
      'what the window fills a sample vault with is made of no test',
      '^sample/',
      '^(electron|renderer|test)/',
    ),
    never(
      'renderer-knows-the-contract-alone',
      'the window reaches the house through desk/contract.ts',
      '^renderer/',
      '^(core|db|desk|cli|electron|sample|test)/',
      CONTRACT,
    ),
    never(
      'the-contract-stands-alone',
      'the contract is loaded by the window, so it pulls in no floor',
      CONTRACT,
      '^(core|db|desk|cli)/',
      CONTRACT,
    ),
    only('sqlite-lives-in-db', 'all SQL of the project is in db', 'node_modules/better-sqlite3', ['^db/']),
    only(
      'cryptography-lives-in-core-crypto',
      'one room touches the cryptographic libraries',
      'node_modules/(libsodium-wrappers|age-encryption|@noble)',
      ['^core/crypto/'],
    ),
    never(
      'nothing-reaches-a-network',
      'no floor of the house opens a socket',
      '^(core|db|desk|cli|electron|renderer)/',
      '^(node:)?(http|https|http2|net|tls|dgram|dns|dns/promises)$',
    ),
    never(
      'no-child-processes',
      'no floor of the house starts another program',
      '^(core|db|desk|renderer)/',
      '^(node:)?child_process$',
    ),
    {
      name: 'no-cycles',
      comment: 'rooms do not lean on each other in circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
