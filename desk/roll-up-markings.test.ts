import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../test/desk-world/code-of.ts';
import { makeWorld, type World } from '../test/desk-world/world.ts';
import { rollUpMarkings } from './roll-up-markings.ts';
import { perform } from './use-case.ts';

let world: World;

beforeAll(async () => {
  world = await makeWorld({ bundles: false, ceiling: 'SECRET//NOFORN' });
  return () => world.dispose();
});

const rolled = (banners: string[], portions: string[]) =>
  perform(rollUpMarkings, world.as('rita'), { banners, portions });

describe('the marking of what is on a screen', () => {
  it('is that of its documents and paragraphs together', async () => {
    expect(await rolled(['UNCLASSIFIED'], ['(U)', '(S//NF)'])).toEqual({
      banner: 'SECRET//NOFORN',
      unreadable: [],
      withinCeiling: true,
    });
    expect((await rolled(['CONFIDENTIAL//NOFORN'], ['(U)'])).banner).toBe('CONFIDENTIAL//NOFORN');
  });

  it('is held at the ceiling while a mark is typed, and says what is wrong with it', async () => {
    const answer = await rolled(['UNCLASSIFIED'], ['(U)', '(S//N']);
    expect(answer.banner).toBe('SECRET//NOFORN');
    expect(answer.unreadable).toMatchObject([{ portion: '(S//N' }]);
    expect(answer.unreadable[0]?.why).not.toBe('');
  });

  it('shows what goes above the ceiling, and says so', async () => {
    expect(await rolled(['UNCLASSIFIED'], ['(TS//NF)'])).toMatchObject({
      banner: 'TOP SECRET//NOFORN',
      withinCeiling: false,
    });
  });

  it('is the ceiling where there is nothing to go by', async () => {
    expect((await rolled([], [])).banner).toBe('SECRET//NOFORN');
  });

  it('refuses a banner that is none', async () => {
    expect(await codeOf(rolled(['SECRET//WHATEVER'], []))).toMatch(/^marking\./);
  });
});
