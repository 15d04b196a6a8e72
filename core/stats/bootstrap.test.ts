import { describe, expect, it } from 'vitest';
import { type BootstrapSettings, bcaInterval, drawBootstrap, percentileInterval } from './bootstrap.ts';
import type { Interval } from './interval.ts';
import { seededRandom, xoshiro128 } from './random.ts';
import { type TaskValue, taskMean, tInterval } from './task-mean.ts';

describe('the seeded generator', () => {
  it("gives the numbers of the authors' reference code", () => {
    // xoshiro128starstar.c 1.1 by Blackman and Vigna, state 1, 2, 3, 4.
    const random = xoshiro128([1, 2, 3, 4]);
    const made = Array.from({ length: 8 }, () => random.next());
    expect(made).toEqual([11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849]);
  });

  it('repeats itself for a seed and differs between seeds', () => {
    const draw = (seed: number): number[] => {
      const random = seededRandom(seed);
      return Array.from({ length: 5 }, () => random.next());
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('draws every number below a bound about equally often', () => {
    const random = seededRandom(1);
    const counts = [0, 0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 70_000; i += 1) {
      const at = random.below(7);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    // Chi-square with 6 degrees of freedom exceeds 22.46 once in a thousand; the seed is fixed.
    const chi = counts.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0);
    expect(chi).toBeLessThan(22.46);
  });
});

function percentileBootstrap(
  values: readonly TaskValue[],
  settings: BootstrapSettings,
  confidence: number,
): Interval | null {
  const drawn = drawBootstrap(values, settings);
  return drawn && percentileInterval(drawn, confidence);
}

function bcaBootstrap(values: readonly TaskValue[], settings: BootstrapSettings, confidence: number): Interval | null {
  const drawn = drawBootstrap(values, settings);
  return drawn && bcaInterval(drawn, confidence);
}

function spread(n: number): TaskValue[] {
  return Array.from({ length: n }, (_, i) => ({ taskId: `t${i}`, cluster: `t${i}`, value: (i * 7) % 11 }));
}

describe('the cluster bootstrap', () => {
  const settings = { seed: 11, resamples: 4000 };

  it('comes close to the t interval where that is right', () => {
    const values = spread(110);
    const mean = taskMean(values);
    const t = tInterval(mean?.mean ?? 0, mean?.standardError ?? 0, 109, 0.95);
    for (const method of [percentileBootstrap, bcaBootstrap]) {
      const made = method(values, settings, 0.95);
      expect(made?.lower).toBeCloseTo(t.lower ?? 0, 0.8);
      expect(made?.upper).toBeCloseTo(t.upper ?? 0, 0.8);
      expect(Math.abs((made?.lower ?? 0) - (t.lower ?? 0))).toBeLessThan(0.05);
      expect(Math.abs((made?.upper ?? 0) - (t.upper ?? 0))).toBeLessThan(0.05);
    }
  });

  it('moves BCa towards the long tail of skewed values', () => {
    const skewed = Array.from({ length: 30 }, (_, i) => ({ taskId: `${i}`, cluster: `${i}`, value: i < 27 ? 0.1 : 1 }));
    const plain = percentileBootstrap(skewed, settings, 0.95);
    const accelerated = bcaBootstrap(skewed, settings, 0.95);
    expect(accelerated?.upper ?? 0).toBeGreaterThan(plain?.upper ?? 1);
    expect(accelerated?.lower ?? 0).toBeGreaterThanOrEqual(plain?.lower ?? 1);
  });

  it('repeats to the last digit with the same seed', () => {
    expect(bcaBootstrap(spread(20), settings, 0.9)).toEqual(bcaBootstrap(spread(20), settings, 0.9));
    const uneven = spread(20).map((task, i) => ({ ...task, value: Math.sqrt(i) }));
    const [one, other] = [settings, { ...settings, seed: 12 }].map((chosen) => bcaBootstrap(uneven, chosen, 0.9));
    expect(one?.lower).not.toBe(other?.lower);
  });

  it('draws whole clusters, so that copies within a cluster add no certainty', () => {
    const once = spread(12);
    const twice = [...once, ...once.map((task) => ({ ...task, taskId: `${task.taskId}b` }))];
    expect(percentileBootstrap(twice, settings, 0.95)?.lower).toBeCloseTo(
      percentileBootstrap(once, settings, 0.95)?.lower ?? 0,
      10,
    );
  });

  it('says nothing of a single cluster or of values without spread', () => {
    const family = spread(5).map((task) => ({ ...task, cluster: 'one' }));
    expect(percentileBootstrap(family, settings, 0.95)).toBeNull();
    expect(bcaBootstrap(family, settings, 0.95)).toBeNull();
    expect(
      bcaBootstrap(
        spread(5).map((task) => ({ ...task, value: 1 })),
        settings,
        0.95,
      ),
    ).toBeNull();
  });
});
