/**
 * What is typed into a search, as a test for the lines of a list.
 * @returns whether every word of the search stands somewhere in a line; capitals do not count
 */
export function searchFor(typed: string): (line: string) => boolean {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return (line) => {
    const lower = line.toLowerCase();
    return words.every((word) => lower.includes(word));
  };
}
