import { importBundle } from '../../desk/import-bundle.ts';
import { perform } from '../../desk/use-case.ts';
import type { Name } from './people.ts';
import type { World } from './world.ts';

/**
 * Takes the candidate's bundle and the reference's in, as the transfer agent does.
 * @param second who witnesses, where the desk asks for two persons
 * @returns the id of the case that both belong to
 */
export async function importBoth(world: World, second?: Name): Promise<string> {
  await perform(importBundle, world.as('tom', second), { path: world.candidate });
  const { caseId } = await perform(importBundle, world.as('tom', second), { path: world.reference });
  if (caseId === null) throw new Error('a bundle of the world was not taken in');
  return caseId;
}
