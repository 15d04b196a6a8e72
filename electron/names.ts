import type { EventName, SessionName } from '../desk/contract/session.ts';
import type { UseCaseName } from '../desk/contract.ts';

// The names that cross the bridge, written out so that the preload stays small: it would otherwise carry every schema.
// A test holds them against the contract.

export const CALL_NAMES = [
  'showWorkstation',
  'showSettings',
  'changeSettings',
  'enrolPerson',
  'changePassphrase',
  'importRoster',
  'importPolicy',
  'importBundle',
  'listQuarantine',
  'showQuarantine',
  'listCases',
  'listDrafts',
  'showCase',
  'listAttempts',
  'readAttempt',
  'recordScore',
  'adjudicate',
  'assessCase',
  'showAssessment',
  'rollUpMarkings',
  'showDecision',
  'showDecisionFile',
  'determine',
  'withdrawDecision',
  'concur',
  'signDecisionFile',
  'receivePositions',
  'exportDecision',
  'previewNotice',
  'makeNotice',
  'showAudit',
  'verifyAudit',
  'exportAudit',
  'checkVault',
  'showIntake',
  'showVersions',
  'showPolicy',
] as const satisfies readonly UseCaseName[];

export const SESSION_NAMES = [
  'state',
  'setPreferences',
  'chooseFolder',
  'chooseFiles',
  'readRoot',
  'checkMarking',
  'initVault',
  'saveCard',
  'unlock',
  'lock',
  'enrol',
  'startImport',
  'cancelImport',
  'saveDraft',
  'readDraft',
  'sampleVault',
] as const satisfies readonly SessionName[];

export const EVENT_NAMES = ['progress', 'locked', 'import', 'dropped'] as const satisfies readonly EventName[];

/** The channels between the preload and the main process. */
export const CHANNEL = {
  call: 'scrutineer:call',
  session: 'scrutineer:session',
  /** Paths of files that a person dropped on the window. */
  dropped: 'scrutineer:dropped',
  /** The window has handed over what is being typed. */
  handedOver: 'scrutineer:handed-over',
  push: 'scrutineer:push',
} as const;
