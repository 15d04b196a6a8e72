import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, createReadStream, createWriteStream, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { APPIMAGE_RUNTIME, toolPath } from '../tools.ts';
import { type Job, runTool } from './job.ts';
import { copyUnpacked, desktopEntry, evenTimes, ICONS } from './linux-tree.ts';

const ARCHITECTURES = { x64: 'x86_64', arm64: 'aarch64' } as const;

/**
 * Makes an AppImage: the runtime, and after it a squashfs with the program, its menu entry and its icon. It starts the
 * program itself, so nothing adds `--no-sandbox` on a system where the sandbox cannot work: there Chromium ends at once.
 * @returns its path
 * @see https://github.com/AppImage/AppImageSpec/blob/master/draft.md
 */
export async function makeAppImage(job: Job): Promise<string> {
  const { identity, scratch, tools, time } = job;
  const tree = join(scratch, 'appimage');
  copyUnpacked(job.unpacked, tree);
  symlinkSync(identity.executable, join(tree, 'AppRun'));
  writeFileSync(join(tree, `${identity.executable}.desktop`), desktopEntry(identity, identity.executable), {
    mode: 0o644,
  });
  copyFileSync(join(ICONS, '256x256.png'), join(tree, `${identity.executable}.png`));
  chmodSync(join(tree, `${identity.executable}.png`), 0o644);
  symlinkSync(`${identity.executable}.png`, join(tree, '.DirIcon'));
  evenTimes(tree, time);
  const squashed = join(scratch, 'appimage.squashfs');
  const quietly = ['-noappend', '-no-progress', '-quiet', '-no-xattrs', '-all-root', '-comp', 'zstd'];
  await runTool(toolPath(tools, 'mksquashfs'), [tree, squashed, ...quietly], job);
  const made = join(job.out, `${identity.productName}-${identity.version}-${ARCHITECTURES[job.arch]}.AppImage`);
  await unpackRuntime(job, made);
  await pipeline(createReadStream(squashed), createWriteStream(made, { flags: 'a' }));
  chmodSync(made, 0o755);
  return made;
}

/** Writes the runtime for the architecture to a file. The archive was checked against its sum before the build began. */
async function unpackRuntime(job: Job, to: string): Promise<void> {
  const tar = toolPath(job.tools, 'tar');
  const archive = toolPath(job.tools, 'appimage-runtime');
  const { stdout: list } = await promisify(execFile)(tar, ['-tzf', archive], { maxBuffer: 16 * 1024 * 1024 });
  const member = list.split('\n').find((name) => name.endsWith(`runtimes/runtime-${job.arch}`));
  if (member === undefined) throw new Error(`${APPIMAGE_RUNTIME.file} holds no runtime for ${job.arch}.`);
  await runTool(tar, ['-xzf', archive, '-C', job.scratch, member], job);
  copyFileSync(join(job.scratch, member), to);
  chmodSync(to, 0o755);
}
