import type { Determination } from './determination.ts';
import type { ModelIdentity } from './model-identity.ts';

/** Where the power to make the finding comes from. */
export const AUTHORITY_LINE =
  'Executive Order 14409, "Promoting Advanced Artificial Intelligence Innovation and Security", section 3.';

/** Stands word for word in every decision and every notice. */
export const EFFECT_LINE =
  'This is a finding of fact under Executive Order 14409, section 3. It is neither an approval nor a licence, and nothing in it requires, grants or withholds permission to release a model (section 3(c)).';

/** @returns the finding as one sentence, the same in decisions, notices and reports. */
export function determinationInWords(determination: Determination, model: ModelIdentity): string {
  const name = `${model.model} ${model.version} of ${model.developer}`;
  switch (determination) {
    case 'covered':
      return `${name} was determined to be a covered frontier model.`;
    case 'not-covered':
      return `${name} was determined not to be a covered frontier model.`;
    case 'insufficient-evidence':
      return `The evidence was not sufficient to determine whether ${name} is a covered frontier model.`;
  }
}

/** What the model would be "approved" or "licensed" for; a designation never says it (EO 14409, section 3(c)). */
const APPROVAL = [
  /\b(?:is|are|was|were|be|been|being|hereby)\s+(?:\w+ly\s+)?(?:approved|licen[cs]ed|pre-?cleared|cleared|permitted|authori[sz]ed|certified)\b/i,
  /\b(?:approved|cleared|licen[cs]ed|authori[sz]ed|permitted|certified)\s+(?:for|to)\s+(?:release|deploy|deployment|publication|distribution|use|sale)\b/i,
  /\b(?:grants?|granted|issues?|issued|gives?|given)\s+(?:an?\s+|its\s+|the\s+)?(?:approval|licen[cs]e|permission|permit|clearance|certificate)\b/i,
];

/** @returns the first words of the text that read as an approval or a licence, or undefined. */
export function readsAsApproval(text: string): string | undefined {
  for (const pattern of APPROVAL) {
    const found = pattern.exec(text);
    if (found) return found[0];
  }
  return undefined;
}
