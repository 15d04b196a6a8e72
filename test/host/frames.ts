import { fromChromium } from './chrome-address.ts';

/** A frame of a page, as `event.senderFrame` shows it. */
export class Frame {
  readonly id: string;
  readonly parent: Frame | null;
  #address: string;

  constructor(id: string, parent: Frame | null, address: string) {
    this.id = id;
    this.parent = parent;
    this.#address = address;
  }

  moved(address: string): void {
    this.#address = address;
  }
  get url(): string {
    return fromChromium(this.#address);
  }
  get origin(): string {
    const { protocol, host } = new URL(this.url);
    return `${protocol}//${host}`;
  }
}
