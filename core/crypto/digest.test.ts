import { describe, expect, it } from 'vitest';
import { Sha256Stream, Sha384Stream, sha256, sha384 } from './digest.ts';

const abc = new TextEncoder().encode('abc');

describe('digests', () => {
  it('agree with the examples of FIPS 180-4 for "abc", whole and in pieces', () => {
    const long = 'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7';
    const short = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(sha384(abc)).toBe(long);
    expect(sha256(abc)).toBe(short);
    expect(new Sha384Stream().update(abc.subarray(0, 1)).update(abc.subarray(1)).digest()).toBe(long);
    expect(new Sha256Stream().update(abc.subarray(0, 2)).update(abc.subarray(2)).digest()).toBe(short);
  });
});
