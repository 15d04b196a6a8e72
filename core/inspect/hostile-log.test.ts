import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tinyHeader, tinyMembers, tinySample, twoSamples } from '../../test/conformance/tiny-log.ts';
import { tinyZip } from '../../test/conformance/tiny-zip.ts';
import { memorySource } from '../bytes/source.ts';
import { Refusal } from '../failure.ts';
import { openLog } from './open-log.ts';
import { summarizeLog } from './summary.ts';

describe('a hostile log', () => {
  it('is read or refused, whatever stands where something else belongs', async () => {
    const odd = fc.constantFrom<unknown>(
      null,
      0,
      -1,
      1.5,
      '',
      'x',
      true,
      [],
      {},
      [[]],
      [null],
      { '': {} },
      [[0, 1e300]],
      '__proto__',
    );
    const keys = fc.constantFrom(
      ...Object.keys(tinySample('a', 1, 'C')),
      ...[
        'score',
        'transcript',
        'events_data',
        'message_pool',
        'error',
        'limit',
        'invalidation',
        'error_retries',
        'model_usage',
      ],
    );
    const headerKeys = fc.constantFrom(
      ...Object.keys(tinyHeader()),
      'tags',
      'metadata',
      'log_updates',
      'config_updates',
      'error',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(keys, odd)),
        fc.array(fc.tuple(headerKeys, odd), { maxLength: 2 }),
        fc.boolean(),
        async (sample, header, small) => {
          const changed = tinySample('a', 1, 'C', Object.fromEntries(sample));
          const members = tinyMembers([changed, tinySample('b', 1, 'I')], tinyHeader(Object.fromEntries(header)));
          try {
            const log = await openLog(memorySource(tinyZip(members)), small ? {} : { budgets: { treeBytes: 0 } });
            expect(() => JSON.stringify(log.findings)).not.toThrow();
            JSON.stringify(await summarizeLog(log));
            for await (const record of log.attempts()) {
              const attempt = await log.readAttempt(record.locator);
              for (const event of await attempt.events(0, 9)) await attempt.modelInput(event.value).page(0, 9);
              await attempt.messages(0, 9);
            }
          } catch (error) {
            expect(error).toBeInstanceOf(Refusal);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('throws nothing but refusals on changed bytes of a .json log', async () => {
    const bytes = Buffer.from(JSON.stringify({ ...tinyHeader(), samples: twoSamples() }));
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 }),
        async (changes) => {
          const changed = Uint8Array.from(bytes);
          for (const [at, value] of changes) changed[at % changed.length] = value;
          try {
            await summarizeLog(await openLog(memorySource(changed)));
          } catch (error) {
            refused++;
            expect(error).toBeInstanceOf(Refusal);
          }
        },
      ),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(50);
  });
});
