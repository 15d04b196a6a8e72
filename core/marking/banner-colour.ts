import type { Marking } from './shape.ts';

/** Colours of a banner, as `#RRGGBB`. */
export interface BannerColour {
  readonly background: string;
  readonly text: string;
}

const WHITE = '#FFFFFF';
const BLACK = '#000000';

/**
 * The colour that convention gives a banner. The colour never stands alone: the words of the banner are shown with it.
 * TOP SECRET with SCI is yellow. RESTRICTED, which has no US colour, takes that of CONFIDENTIAL.
 */
export function bannerColour(marking: Marking): BannerColour {
  switch (marking.classification.level) {
    case 'TOP SECRET':
      return { background: marking.sci.length > 0 ? '#FCE83A' : '#FF8C00', text: BLACK };
    case 'SECRET':
      return { background: '#C8102E', text: WHITE };
    case 'CONFIDENTIAL':
    case 'RESTRICTED':
      return { background: '#0033A0', text: WHITE };
    case 'UNCLASSIFIED':
      return { background: marking.cui ? '#502B85' : '#007A33', text: WHITE };
  }
}
