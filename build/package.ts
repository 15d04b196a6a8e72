import { parseArgs } from 'node:util';
import { packageProgram } from './package-program.ts';
import { PackagingRefusal } from './packaging-refusal.ts';

// `npm run package -- --electron-dist DIR [--platform linux|win] [--arch x64|arm64] [--target deb …] [--out DIR]`

const USAGE =
  'npm run package -- --electron-dist DIR [--platform linux|win] [--arch x64|arm64] [--target NAME …] [--out DIR]';

/** @returns the status to exit with: 0 made, 1 failed while building, 2 refused before. */
async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'electron-dist': { type: 'string' },
      platform: { type: 'string', default: process.platform === 'win32' ? 'win' : 'linux' },
      arch: { type: 'string', default: process.arch === 'arm64' ? 'arm64' : 'x64' },
      target: { type: 'string', multiple: true, default: [] },
      out: { type: 'string' },
    },
  });
  const { platform, arch, 'electron-dist': electronDist } = values;
  if (electronDist === undefined)
    throw new PackagingRefusal([
      `Name the folder that holds Electron: ${USAGE}`,
      'docs/building-offline.md tells what goes in it.',
    ]);
  if ((platform !== 'linux' && platform !== 'win') || (arch !== 'x64' && arch !== 'arm64'))
    throw new PackagingRefusal(['Packages are made for linux or win, on x64 or arm64.']);
  const out = values.out ?? `dist/${platform}-${arch}`;
  for (const file of await packageProgram({ electronDist, platform, arch, targets: values.target, out }))
    console.log(file);
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const refused = error instanceof PackagingRefusal || (error instanceof TypeError && 'code' in error);
  if (refused) console.error(`No package was made.\n${error.message}`);
  else console.error(error);
  process.exitCode = refused ? 2 : 1;
}
