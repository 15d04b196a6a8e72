import { Refusal } from '../../failure.ts';

const FRAME_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
/** Bytes of the dictionary id, and of the content size, by their flags in the frame header (RFC 8878, 3.1.1.1). */
const DICTIONARY_BYTES = [0, 1, 2, 4] as const;
const SIZE_BYTES = [0, 2, 4, 8] as const;

/**
 * No honest writer comes near these: Inspect starts a frame every 200 MiB, and a block holds up to 128 KiB. The bytes
 * seen so far raise them, so that a large member of small frames or blocks is still read.
 */
const FRAMES = 4096;
const FRAMES_AT_MOST = 16_384;
const BYTES_PER_FRAME = 1024;
const BLOCKS = 65_536;
const BYTES_PER_BLOCK = 64;

/** A piece of compressed data that belongs to one frame; `last` closes the frame. */
export interface FramePiece {
  readonly bytes: Uint8Array;
  readonly last: boolean;
}

/**
 * Cuts a run of zstd frames (RFC 8878) at the frame boundaries. `node:zlib` stops in silence after the first frame of a
 * buffer, and Inspect starts a new frame every 200 MiB, so each frame gets a decoder of its own. Blocks are only walked
 * over: the pieces are one header and one run of blocks a frame and push, however many blocks there are.
 */
export class ZstdFrames {
  private state: 'magic' | 'header' | 'block' | 'body' | 'checksum' | 'skip-size' | 'skip' = 'magic';
  /** Bytes of the current block or skippable frame still to pass over. */
  private pass = 0;
  /** The field being read: a magic number, a frame header, a checksum or a size. A frame header has at most 18 bytes. */
  private readonly held = new Uint8Array(18);
  private heldLength = 0;
  private need = 4;
  /** The block header being read, and how many of its three bytes are there. */
  private word = 0;
  private wordLength = 0;
  private checksum = false;
  private lastBlock = false;
  private frames = 0;
  private blocks = 0;
  private seen = 0;

  /**
   * @returns the pieces in order; skippable frames are left out.
   * @throws Refusal `zip.malformed`, `zip.bomb` where there are far more frames or blocks than the bytes call for
   */
  push(input: Uint8Array): FramePiece[] {
    const out: FramePiece[] = [];
    this.seen += input.length;
    let at = 0;
    while (at < input.length) {
      if (this.state === 'skip') at = this.skip(input, at);
      else if (this.state === 'block' || this.state === 'body') at = this.walk(input, at, out);
      else at = this.hold(input, at, out);
    }
    return out;
  }

  /** @throws Refusal `zip.malformed` where the data stops inside a frame */
  end(): void {
    if (this.state !== 'magic' || this.heldLength > 0) {
      throw new Refusal('zip.malformed', 'A zstd frame ends too early.');
    }
  }

  private skip(input: Uint8Array, at: number): number {
    const take = Math.min(this.pass, input.length - at);
    this.pass -= take;
    if (this.pass === 0) this.await('magic', 4);
    return at + take;
  }

  /** Walks from block to block, to the end of the frame's blocks or of the input, and puts out all of it as one piece. */
  private walk(input: Uint8Array, from: number, out: FramePiece[]): number {
    let at = from;
    let ended = false;
    while (at < input.length && !ended) {
      if (this.state === 'block') {
        this.word |= (input[at++] ?? 0) << (8 * this.wordLength++);
        if (this.wordLength === 3) this.openBlock();
      } else {
        const take = Math.min(this.pass, input.length - at);
        this.pass -= take;
        at += take;
      }
      if (this.state === 'body' && this.pass === 0) {
        this.state = 'block';
        ended = this.lastBlock;
      }
    }
    out.push({ bytes: input.subarray(from, at), last: ended && !this.checksum });
    if (ended && this.checksum) this.await('checksum', 4);
    else if (ended) this.await('magic', 4);
    return at;
  }

  private openBlock(): void {
    const kind = (this.word >> 1) & 3;
    if (kind === 3) throw new Refusal('zip.malformed', 'A zstd frame holds a block of a reserved kind.');
    if (++this.blocks > BLOCKS + this.seen / BYTES_PER_BLOCK) throw tooMany('blocks');
    this.lastBlock = (this.word & 1) === 1;
    this.pass = kind === 1 ? 1 : this.word >> 3;
    this.word = 0;
    this.wordLength = 0;
    this.state = 'body';
  }

  private hold(input: Uint8Array, at: number, out: FramePiece[]): number {
    const take = Math.min(this.need - this.heldLength, input.length - at);
    this.held.set(input.subarray(at, at + take), this.heldLength);
    this.heldLength += take;
    if (this.heldLength === this.need) this.field(out);
    return at + take;
  }

  private field(out: FramePiece[]): void {
    const held = this.held;
    switch (this.state) {
      case 'magic': {
        if (++this.frames > Math.min(FRAMES_AT_MOST, FRAMES + this.seen / BYTES_PER_FRAME)) throw tooMany('frames');
        const magic = little(held);
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
        out.push({ bytes: held.slice(0, whole), last: false });
        this.await('block', 0);
        return;
      }
      case 'checksum':
        out.push({ bytes: held.slice(0, 4), last: true });
        this.await('magic', 4);
        return;
      default: // 'skip-size'
        this.pass = little(held);
        if (this.pass === 0) this.await('magic', 4);
        else this.await('skip', 0);
    }
  }

  private await(state: 'magic' | 'block' | 'checksum' | 'skip-size' | 'skip', need: number): void {
    this.state = state;
    this.need = need;
    this.heldLength = 0;
  }
}

function little(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
}

function tooMany(what: 'frames' | 'blocks'): Refusal {
  return new Refusal('zip.bomb', `A zstd member is cut into far more ${what} than its size calls for.`, {
    remedy: 'No evaluation writes such a file. Keep it aside and ask the sender.',
  });
}
