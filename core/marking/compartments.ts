import { Refusal } from '../failure.ts';
import { compareCodes } from './lists.ts';
import type { AeaControl, Compartment, Controlled } from './shape.ts';
import type { Vocabulary } from './vocabulary.ts';
import type { Form } from './words.ts';

const NUMERIC_SYSTEM = /^\d{2,3}$/;
const NAME = /^[A-Z0-9]{1,6}$/;
const PROGRAM = /^[A-Z0-9]{2,12}$/;

function requireOrder(names: readonly string[], where: string, what: string): void {
  for (let index = 1; index < names.length; index++) {
    const before = names[index - 1] ?? '';
    const name = names[index] ?? '';
    const order = compareCodes(before, name);
    if (order === 0) {
      throw new Refusal('marking.control-repeated', `The ${what} "${name}" stands twice.`, {
        where,
        remedy: 'Write it once.',
      });
    }
    if (order > 0) {
      throw new Refusal('marking.compartment-order', `The ${what} "${name}" comes before "${before}".`, {
        where,
        remedy: `Sort numbers first, then letters: ${[...names].sort(compareCodes).join(', ')}.`,
      });
    }
  }
}

/** Parses `NAME-COMP SUB SUB-COMP`: a system or program with its compartments. */
function parseControlled(item: string): Controlled {
  const [name = '', ...rest] = item.split('-');
  const compartments: Compartment[] = rest.map((part) => {
    const [compartment = '', ...subs] = part.split(' ');
    return { name: compartment, subs };
  });
  const names = compartments.flatMap((each) => [each.name, ...each.subs]);
  if (names.some((each) => !NAME.test(each))) {
    throw new Refusal('marking.compartment-malformed', `"${item}" has a compartment that cannot be read.`, {
      where: item,
      remedy:
        'Join a compartment by a hyphen and its sub-compartments by spaces, each of one to six letters or digits.',
    });
  }
  requireOrder(
    compartments.map((each) => each.name),
    item,
    'compartment',
  );
  for (const each of compartments) requireOrder(each.subs, item, 'sub-compartment');
  return { name, compartments };
}

/** @returns true where the item begins with an SCI system that the vocabulary knows, or a numeric one. */
export function isSciItem(item: string, vocabulary: Vocabulary): boolean {
  const name = item.split('-')[0] ?? '';
  return Object.hasOwn(vocabulary.sci, name) || NUMERIC_SYSTEM.test(name);
}

/** Parses the items of the SCI category, for instance `['123', 'SI-G ABCD']`. */
export function parseSci(items: readonly string[], vocabulary: Vocabulary): Controlled[] {
  const systems = items.map((item) => {
    const system = parseControlled(item);
    const known = Object.hasOwn(vocabulary.sci, system.name) ? vocabulary.sci[system.name] : undefined;
    if (known === undefined) return system;
    for (const { name } of system.compartments) {
      const fits = known.compartments === null ? /^[A-Z0-9]{1,3}$/.test(name) : known.compartments.includes(name);
      if (!fits) {
        throw new Refusal('marking.word-unknown', `${system.name} has no compartment "${name}".`, {
          where: item,
          remedy: 'Check the compartment, or add it to the vocabulary.',
        });
      }
    }
    if (known.compartmentRequired && system.compartments.length === 0) {
      throw new Refusal('marking.requires', `${system.name} stands with a compartment, never alone.`, {
        where: item,
        remedy: `Write the compartment, as in ${system.name}-${known.compartments?.[0] ?? 'ABC'}.`,
      });
    }
    return system;
  });
  requireOrder(
    systems.map((each) => each.name),
    items.join('/'),
    'control system',
  );
  return systems;
}

/** Parses the items of the SAP category; only the first carries `SAR-`. */
export function parseSap(items: readonly string[]): Controlled[] {
  const programs = items.map((item, index) => {
    if (index > 0 && item.startsWith('SAR-')) {
      throw new Refusal('marking.control-repeated', 'SAR- stands once, before the first program.', {
        where: item,
        remedy: `Write ${item.slice(4)}.`,
      });
    }
    const program = parseControlled(index === 0 ? item.slice(4) : item);
    if (!PROGRAM.test(program.name)) {
      throw new Refusal('marking.compartment-malformed', `"${item}" holds no program identifier.`, {
        where: item,
        remedy: 'Write SAR- and an identifier of two or more letters or digits.',
      });
    }
    return program;
  });
  requireOrder(
    programs.map((each) => each.name),
    items.join('/'),
    'program',
  );
  return programs;
}

/** The order of the Atomic Energy Act category. */
export const AEA_ORDER: readonly AeaControl['kind'][] = ['RD', 'FRD', 'DOD UCNI', 'DOE UCNI', 'TFNI'];

const AEA = /^(RD|FRD)(-CNWDI)?(?:-(SIGMA|SG)((?: \d{1,2})+))?$/;
const UCNI: Readonly<Record<string, { kind: 'DOD UCNI' | 'DOE UCNI' | 'TFNI'; form: Form | 'both' }>> = {
  'DOD UCNI': { kind: 'DOD UCNI', form: 'banner' },
  'DOE UCNI': { kind: 'DOE UCNI', form: 'banner' },
  DCNI: { kind: 'DOD UCNI', form: 'portion' },
  UCNI: { kind: 'DOE UCNI', form: 'portion' },
  TFNI: { kind: 'TFNI', form: 'both' },
};

/** @returns true where the item is, or begins like, Atomic Energy Act information. */
export function isAeaItem(item: string): boolean {
  return /^F?RD(-|$)/.test(item) || Object.hasOwn(UCNI, item);
}

function parseAeaItem(item: string, form: Form): AeaControl {
  const fixed = Object.hasOwn(UCNI, item) ? UCNI[item] : undefined;
  const parts = AEA.exec(item);
  const sigma = parts?.[3];
  const written = fixed?.form ?? (sigma === 'SIGMA' ? 'banner' : sigma === 'SG' ? 'portion' : 'both');
  if (written !== 'both' && written !== form) {
    const code = form === 'banner' ? 'marking.portion-form' : 'marking.banner-form';
    throw new Refusal(code, `"${item}" is the ${written} form.`, {
      where: item,
      remedy: 'A banner writes DOD UCNI, DOE UCNI and SIGMA; a portion writes DCNI, UCNI and SG.',
    });
  }
  if (fixed) return { kind: fixed.kind };
  if (!parts || (parts[1] === 'FRD' && parts[2])) {
    throw new Refusal('marking.compartment-malformed', `"${item}" cannot be read.`, {
      where: item,
      remedy: 'Write RD, RD-CNWDI, RD-SIGMA 14, FRD or FRD-SIGMA 14 (SG in a portion).',
    });
  }
  const numbers = (parts[4] ?? '').split(' ').filter((text) => text !== '');
  requireOrder(numbers, item, 'SIGMA');
  if (numbers.some((text) => text.startsWith('0'))) {
    throw new Refusal('marking.compartment-malformed', `"${item}" writes a SIGMA number with a leading zero.`, {
      where: item,
      remedy: 'Write the number without the zero.',
    });
  }
  const sigmas = numbers.map(Number);
  return parts[1] === 'RD' ? { kind: 'RD', cnwdi: parts[2] !== undefined, sigmas } : { kind: 'FRD', sigmas };
}

/** Parses the items of the Atomic Energy Act category. */
export function parseAea(items: readonly string[], form: Form): AeaControl[] {
  const controls = items.map((item) => parseAeaItem(item, form));
  for (let index = 1; index < controls.length; index++) {
    const [before, here] = [controls[index - 1], controls[index]].map((each) =>
      each ? AEA_ORDER.indexOf(each.kind) : -1,
    );
    const where = items[index] ?? '';
    if (before === here) {
      throw new Refusal('marking.control-repeated', `"${where}" repeats a control.`, {
        where,
        remedy: 'Write it once.',
      });
    }
    if ((before ?? 0) > (here ?? 0)) {
      throw new Refusal('marking.control-order', `"${where}" stands too late.`, {
        where,
        remedy: `Write them in this order: ${AEA_ORDER.join(', ')}.`,
      });
    }
  }
  return controls;
}
