import { Refusal } from '../../failure.ts';

const FRAME_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
/** Bytes of the dictionary id, and of the content size, by their flags in the frame header (RFC 8878, 3.1.1.1). */
const DICTIONARY_BYTES = [0, 1, 2, 4] as const;
const SIZE_BYTES = [0, 2, 4, 8] as const;

/** A piece of compressed data that belongs to one frame; `last` closes the frame. */
export interface FramePiece {
  readonly bytes: Uint8Array;
  readonly last: boolean;
}

/**
 * Cuts a run of zstd frames (RFC 8878) at the frame boundaries. `node:zlib` stops in silence after the first frame of a
 * buffer, and Inspect starts a new frame every 200 MiB, so each frame gets a decoder of its own.
 */
export class ZstdFrames {
  /** Bytes of the current element still to pass through before its next header is needed. */
  private pass = 0;
  private state: 'magic' | 'header' | 'block' | 'checksum' | 'skip-size' | 'skip' = 'magic';
  private need = 4;
  private held: Uint8Array = new Uint8Array(0);
  private checksum = false;
  private lastBlock = false;

  /** @returns the pieces in order; skippable frames are left out. */
  push(input: Uint8Array): FramePiece[] {
    const out: FramePiece[] = [];
    let at = 0;
    while (at < input.length) {
      if (this.pass > 0) {
        const take = Math.min(this.pass, input.length - at);
        if (this.state !== 'skip') out.push({ bytes: input.subarray(at, at + take), last: false });
        this.pass -= take;
        at += take;
        if (this.pass === 0) this.afterPass(out);
        continue;
      }
      const take = Math.min(this.need - this.held.length, input.length - at);
      this.held = joined(this.held, input.subarray(at, at + take));
      at += take;
      if (this.held.length === this.need) this.field(out);
    }
    return out;
  }

  /** @throws Refusal `zip.malformed` where the data stops inside a frame */
  end(): void {
    if (this.state !== 'magic' || this.held.length > 0) {
      throw new Refusal('zip.malformed', 'A zstd frame ends too early.');
    }
  }

  private field(out: FramePiece[]): void {
    const held = this.held;
    const view = new DataView(held.buffer, held.byteOffset, held.length);
    switch (this.state) {
      case 'magic': {
        const magic = view.getUint32(0, true);
        if (magic === FRAME_MAGIC) {
          this.state = 'header';
          this.need = 5;
        } else if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) this.await('skip-size', 4);
        else throw new Refusal('zip.malformed', 'A zstd member holds something that is no zstd frame.');
        return;
      }
      case 'header': {
        const descriptor = held[4] ?? 0;
        const single = (descriptor & 0x20) !== 0;
        const sizeFlag = descriptor >> 6;
        const size = sizeFlag === 0 && single ? 1 : (SIZE_BYTES[sizeFlag] ?? 0);
        const whole = 5 + (single ? 0 : 1) + (DICTIONARY_BYTES[descriptor & 3] ?? 0) + size;
        if (this.need < whole) {
          this.need = whole;
          return;
        }
        this.checksum = (descriptor & 4) !== 0;
        out.push({ bytes: held, last: false });
        this.await('block', 3);
        return;
      }
      case 'block': {
        const word = (held[0] ?? 0) | ((held[1] ?? 0) << 8) | ((held[2] ?? 0) << 16);
        this.lastBlock = (word & 1) === 1;
        const kind = (word >> 1) & 3;
        if (kind === 3) throw new Refusal('zip.malformed', 'A zstd frame holds a block of a reserved kind.');
        out.push({ bytes: held, last: false });
        this.held = new Uint8Array(0);
        this.pass = kind === 1 ? 1 : word >> 3;
        if (this.pass === 0) this.afterPass(out);
        return;
      }
      case 'checksum':
        out.push({ bytes: held, last: true });
        this.await('magic', 4);
        return;
      case 'skip-size':
        this.held = new Uint8Array(0);
        this.state = 'skip';
        this.pass = view.getUint32(0, true);
        if (this.pass === 0) this.await('magic', 4);
        return;
      case 'skip':
        return;
    }
  }

  private afterPass(out: FramePiece[]): void {
    if (this.state === 'skip') this.await('magic', 4);
    else if (!this.lastBlock) this.await('block', 3);
    else if (this.checksum) this.await('checksum', 4);
    else {
      out.push({ bytes: new Uint8Array(0), last: true });
      this.await('magic', 4);
    }
  }

  private await(state: 'magic' | 'block' | 'checksum' | 'skip-size', need: number): void {
    this.state = state;
    this.need = need;
    this.held = new Uint8Array(0);
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b.slice();
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
