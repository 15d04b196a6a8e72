/** The desk refuses less; the window says so before it is asked (desk/passphrase-rule.ts is the rule). */
const FEWEST = 12;

export interface Strength {
  /** 0 to 1 */
  readonly share: number;
  readonly intent: 'danger' | 'warning' | 'success';
  readonly words: string;
  readonly enough: boolean;
}

/**
 * An honest guess, and low on purpose: what a person invents is worth far less than its length. Words that were drawn
 * at random from a list of 7776 are worth 12.9 bits each; nobody can see from outside whether they were drawn.
 */
export function strengthOf(passphrase: string): Strength {
  const characters = [...passphrase].length;
  const different = new Set(passphrase).size;
  if (characters < FEWEST || different < 5) {
    const missing = Math.max(0, FEWEST - characters);
    const words = missing > 0 ? `Too short: ${missing} more to go.` : 'Too few different characters.';
    return { share: Math.min(0.25, characters / 48), intent: 'danger', words, enough: false };
  }
  const parts = new Set(
    passphrase
      .toLowerCase()
      .split(/[\s\-_.,]+/)
      .filter((part) => part.length > 2),
  ).size;
  if (parts >= 5) {
    return {
      share: 1,
      intent: 'success',
      words: `${parts} different words. Strong if they were drawn at random, weak if they make a sentence others know.`,
      enough: true,
    };
  }
  if (characters >= 20 && different >= 10) {
    return {
      share: 0.75,
      intent: 'success',
      words: 'Long enough. Five or six random words are easier to keep.',
      enough: true,
    };
  }
  return {
    share: 0.45,
    intent: 'warning',
    words:
      'The desk accepts it, but somebody with the disk and time may guess it. Five or six random words are better.',
    enough: true,
  };
}
