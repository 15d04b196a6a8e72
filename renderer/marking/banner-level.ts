/** The colour that convention gives a banner (32 CFR 2001 forms; ISOO). The words are always shown with it. */
export type BannerTone =
  | 'unclassified'
  | 'cui'
  | 'confidential'
  | 'secret'
  | 'top-secret'
  | 'top-secret-sci'
  | 'unknown';

const SCI = /^(SI|TK|HCS|KLM|RSV|[0-9]{2,3})([-/ ]|$)/;

/** @param banner a banner line as the desk renders it, as `SECRET//NOFORN` */
export function toneOf(banner: string): BannerTone {
  const [first = '', second = '', third = ''] = banner.split('//');
  const level = first === '' ? second : first;
  if (/^(JOINT )?TOP SECRET/.test(level) || level.endsWith(' TS')) {
    return SCI.test(first === '' ? third : second) ? 'top-secret-sci' : 'top-secret';
  }
  if (/^(JOINT )?SECRET/.test(level)) return 'secret';
  if (/(CONFIDENTIAL|RESTRICTED)/.test(level)) return 'confidential';
  if (/^(CUI|CONTROLLED)/.test(level)) return 'cui';
  if (/^(JOINT )?UNCLASSIFIED/.test(level)) return second.startsWith('CUI') ? 'cui' : 'unclassified';
  return 'unknown';
}
