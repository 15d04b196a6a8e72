import { beforeAll, describe, expect, it } from 'vitest';
import { getDraft } from '../db/repositories/draft.ts';
import { makeWorld, type World } from '../test/desk-world/world.ts';
import { keepDraft } from './keep-draft.ts';

let world: World;

beforeAll(async () => {
  world = await makeWorld({ bundles: false, ceiling: 'SECRET//NOFORN' });
  return () => world.dispose();
});

const key = 'determination:one';
const keep = (text: string, portions: string[], banner = '') =>
  keepDraft(world.as('rita'), { key, text, portions, banner });
const kept = () => getDraft(world.vault.db, world.as('rita').actor, key)?.value;

describe('what is being typed', () => {
  it('is kept, also while a mark in it is typed to its middle', async () => {
    expect(await keep('half a sentence', ['(U)', '(S//N'])).toBe(true);
    expect(kept()).toBe('half a sentence');
  });

  it('is never written where it is marked above the ceiling, and what was kept of it before is thrown away', async () => {
    await keep('half a sentence', ['(U)']);
    expect(await keep('half a sentence too secret', ['(U)', '(TS//NF)'])).toBe(false);
    expect(kept()).toBeUndefined();
    expect(await keep('half a sentence', ['(U)'])).toBe(true);
    expect(kept()).toBe('half a sentence');
  });

  it('is held back where its document is to be marked above the ceiling, and kept while that is typed to its middle', async () => {
    expect(await keep('half a sentence', ['(U)'], 'TOP SEC')).toBe(true);
    expect(await keep('half a sentence', ['(U)'], 'TOP SECRET//NOFORN')).toBe(false);
    expect(kept()).toBeUndefined();
    expect(await keep('half a sentence', ['(U)'], 'SECRET//NOFORN')).toBe(true);
  });

  it('is held back too where no banner can hold its marks together', async () => {
    await keep('half a sentence', ['(U)']);
    expect(await keep('both', ['(TS//NF)', '(S//REL TO USA, GBR)', '(C//FGI GBR)'])).toBe(false);
    expect(kept()).toBeUndefined();
  });
});
