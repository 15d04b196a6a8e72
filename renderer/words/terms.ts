/** The words of the house for the codes of the contract. */

export const ROLE: Readonly<Record<string, string>> = {
  custodian: 'Custodian',
  'transfer-agent': 'Transfer agent',
  reviewer: 'Reviewer',
  'determining-official': 'Determining official',
  'consulted-official': 'Consulted official',
  auditor: 'Auditor',
};

export const DETERMINATION: Readonly<Record<string, string>> = {
  covered: 'Covered frontier model',
  'not-covered': 'Not covered',
  'insufficient-evidence': 'Insufficient evidence',
  undetermined: 'Undetermined',
};

export const POSITION: Readonly<Record<string, string>> = {
  concurs: 'Concurs',
  'does-not-concur': 'Does not concur',
  comments: 'Comments only',
  conflicting: 'Positions conflict: read each statement',
  'no-position-seen': 'No position yet; this is not concurrence',
};

export const DECISION_STATE: Readonly<Record<string, string>> = {
  draft: 'draft',
  withdrawn: 'withdrawn',
  complete: 'complete and frozen',
  superseded: 'superseded by a later decision',
  rescinded: 'rescinded',
};

export const CASE_STATE: Readonly<Record<string, string>> = {
  collecting: 'Collecting evidence',
  assessed: 'Assessed',
  drafted: 'Decision drafted',
  decided: 'Decided',
};

export const OUTCOME: Readonly<Record<string, string>> = {
  met: 'Met',
  'not-met': 'Not met',
  indeterminate: 'Indeterminate',
};

export const STEP_OUTCOME: Readonly<Record<string, string>> = {
  passed: 'Passed',
  failed: 'Failed',
  warning: 'Warning',
  'not-checked': 'Not checked',
  running: 'Checking…',
  pending: 'To come',
};

export const FLAG: Readonly<Record<string, string>> = {
  cheating: 'Cheating',
  refusal: 'Refusal',
  'tool-fault': 'Tool fault',
  sandbagging: 'Sandbagging',
  'eval-awareness': 'Evaluation awareness',
  'harness-fault': 'Harness fault',
};

/** What evaluation logs write for a score in short. */
export const SCORE_WORDS: Readonly<Record<string, string>> = {
  C: 'correct',
  I: 'incorrect',
  P: 'partly correct',
  N: 'no answer',
  NaN: 'not scored',
};

/** @returns the word for a code, or the code itself where the house has learnt a new one. */
export const word = (words: Readonly<Record<string, string>>, code: string): string => words[code] ?? code;
