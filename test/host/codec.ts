/** A value as it crosses between the main process and a page: JSON, with a tag where JSON has no word. */
export interface Codec {
  encode(value: unknown): unknown;
  decode(value: unknown): unknown;
}

/**
 * The structured-clone algorithm of Electron's IPC, as far as it is needed. Also sent to the page as source text, so it
 * leans on nothing outside itself.
 */
export function makeCodec(): Codec {
  const toBase64 = (bytes: Uint8Array) => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  };
  const fromBase64 = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const cannot = () => new Error('An object could not be cloned.');

  const encode = (value: unknown, above: readonly unknown[]): unknown => {
    if (typeof value === 'function' || typeof value === 'symbol') throw cannot();
    if (value === undefined) return { $: 'undefined' };
    if (typeof value === 'bigint') return { $: 'bigint', v: String(value) };
    if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
      return { $: 'number', v: Object.is(value, -0) ? '-0' : String(value) };
    if (value === null || typeof value !== 'object') return value;
    if (above.includes(value) || above.length > 500) throw cannot();
    const next = [...above, value];
    const each = (items: Iterable<unknown>) => Array.from(items, (item) => encode(item, next));
    if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) throw cannot();
    if (Array.isArray(value)) return each(value);
    if (value instanceof Date) return { $: 'date', v: value.getTime() };
    if (value instanceof ArrayBuffer) return { $: 'buffer', v: toBase64(new Uint8Array(value)) };
    if (ArrayBuffer.isView(value))
      return { $: 'bytes', v: toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
    if (value instanceof Map) return { $: 'map', v: Array.from(value, (pair) => each(pair)) };
    if (value instanceof Set) return { $: 'set', v: each(value) };
    if (value instanceof Error) return { $: 'error', v: value.message, n: value.name };
    return { $: 'object', v: Object.entries(value).map(([key, item]) => [key, encode(item, next)]) };
  };

  const decode = (value: unknown): unknown => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(decode);
    const { $: tag, v, n } = value as { $: string; v: never; n: string }; // made by `encode` alone
    switch (tag) {
      case 'undefined':
        return undefined;
      case 'bigint':
        return BigInt(v);
      case 'number':
        return Number(v);
      case 'date':
        return new Date(v);
      case 'buffer':
        return fromBase64(v).buffer;
      case 'bytes':
        return fromBase64(v);
      case 'map':
        return new Map((v as [unknown, unknown][]).map(([key, item]) => [decode(key), decode(item)]));
      case 'set':
        return new Set((v as unknown[]).map(decode));
      case 'error':
        return Object.assign(new Error(v), { name: n });
      default: {
        const object = {};
        // Defined, not assigned: a key named __proto__ arrives as a key, as structured cloning has it.
        for (const [key, item] of v as [string, unknown][])
          Object.defineProperty(object, key, {
            value: decode(item),
            enumerable: true,
            writable: true,
            configurable: true,
          });
        return object;
      }
    }
  };
  return { encode: (value) => encode(value, []), decode };
}
