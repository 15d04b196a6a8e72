import type { Command } from 'commander';
import { addPolicyCheck } from './policy-check.ts';
import { addPolicyImport } from './policy-import.ts';
import { addPolicyShow } from './policy-show.ts';
import { addPolicySign } from './policy-sign.ts';

/** `scrutineer policy …` */
export function addPolicyCommands(root: Command): void {
  const policy = root.command('policy').description('sign, show, check and import the threshold policy');
  for (const add of [addPolicySign, addPolicyShow, addPolicyCheck, addPolicyImport]) add(policy);
}
