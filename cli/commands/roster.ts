import type { Command } from 'commander';
import { addRosterImport } from './roster-import.ts';
import { addRosterShow } from './roster-show.ts';
import { addRosterSign } from './roster-sign.ts';

/** `scrutineer roster …` */
export function addRosterCommands(root: Command): void {
  const roster = root.command('roster').description('sign, show and import the roster: who may do what');
  for (const add of [addRosterSign, addRosterShow, addRosterImport]) add(roster);
}
