/** @returns a number as a table shows it: as it is where it is short, else with nine digits; `-` where there is none. */
export function valueText(value: number | string | null): string {
  if (value === null) return '-';
  if (typeof value === 'string') return value;
  const text = String(value);
  return text.length <= 11 ? text : String(Number(value.toPrecision(9)));
}

/** @returns a size in bytes, readable. */
export function sizeText(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** @returns a digest by its beginning, for people. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 16);
}

/** @returns a number with its noun, as `1 alarm`, `2 alarms`. */
export function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
