import type { Command } from 'commander';
import { addVaultCheck } from './vault-check.ts';
import { addVaultEnrol } from './vault-enrol.ts';
import { addVaultInit } from './vault-init.ts';
import { addVaultPassphrase } from './vault-passphrase.ts';
import { addVaultSet } from './vault-set.ts';
import { addVaultShow } from './vault-show.ts';
import { addVaultVersions } from './vault-versions.ts';

/** `scrutineer vault …` */
export function addVaultCommands(root: Command): void {
  const vault = root.command('vault').description('set up, show and check a vault, and enrol persons');
  for (const add of [
    addVaultInit,
    addVaultEnrol,
    addVaultShow,
    addVaultSet,
    addVaultCheck,
    addVaultPassphrase,
    addVaultVersions,
  ])
    add(vault);
}
