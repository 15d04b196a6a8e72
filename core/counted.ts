/** @returns a number with its noun, as `1 person` and `2 persons` */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
