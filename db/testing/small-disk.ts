import { spawnSync } from 'node:child_process';

const [MOUNT, UNMOUNT] = ['mount', 'umount'];

/** Makes a file system that `smallDisk` put there take no more writes. */
export function makeReadOnly(path: string): void {
  spawnSync(MOUNT, ['-o', 'remount,ro', path], { stdio: 'ignore' });
}

/**
 * Puts a file system of so many megabytes in memory under a folder, where the machine allows it.
 * @returns what takes it away again, or undefined where it is not allowed
 */
export function smallDisk(path: string, megabytes: number): (() => void) | undefined {
  const made = spawnSync(MOUNT, ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path], { stdio: 'ignore' });
  if (made.status !== 0) return undefined;
  return () => {
    spawnSync(UNMOUNT, [path], { stdio: 'ignore' });
  };
}
