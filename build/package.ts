import { parseArgs } from 'node:util';
import { packageProgram } from './package-program.ts';

// `npm run package -- --electron-dist DIR [--platform linux|win] [--arch x64|arm64] [--target deb …] [--out DIR]`

const { values } = parseArgs({
  options: {
    'electron-dist': { type: 'string' },
    platform: { type: 'string', default: process.platform === 'win32' ? 'win' : 'linux' },
    arch: { type: 'string', default: process.arch === 'arm64' ? 'arm64' : 'x64' },
    target: { type: 'string', multiple: true, default: [] },
    out: { type: 'string', default: 'dist' },
  },
});
const { platform, arch, 'electron-dist': electronDist } = values;

if (electronDist === undefined) {
  console.error(
    'Name the folder that holds Electron: npm run package -- --electron-dist DIR. docs/building-offline.md tells what goes in it.',
  );
  process.exitCode = 2;
} else if ((platform !== 'linux' && platform !== 'win') || (arch !== 'x64' && arch !== 'arm64')) {
  console.error('Packages are made for linux or win, on x64 or arm64.');
  process.exitCode = 2;
} else {
  for (const file of await packageProgram({ electronDist, platform, arch, targets: values.target, out: values.out }))
    console.log(file);
}
