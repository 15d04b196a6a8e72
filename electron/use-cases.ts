import { adjudicate } from '../desk/adjudicate.ts';
import { assessCase } from '../desk/assess-case.ts';
import { changePassphrase } from '../desk/change-passphrase.ts';
import { changeSettings } from '../desk/change-settings.ts';
import { checkVault } from '../desk/check-vault.ts';
import { concur } from '../desk/concur.ts';
import type { UseCaseName } from '../desk/contract.ts';
import { determine } from '../desk/determine.ts';
import { enrolPerson } from '../desk/enrol-person.ts';
import { exportAudit } from '../desk/export-audit.ts';
import { exportDecision } from '../desk/export-decision.ts';
import { importBundle } from '../desk/import-bundle.ts';
import { importPolicy } from '../desk/import-policy.ts';
import { importRoster } from '../desk/import-roster.ts';
import { listAttempts } from '../desk/list-attempts.ts';
import { listCases } from '../desk/list-cases.ts';
import { listDrafts } from '../desk/list-drafts.ts';
import { listQuarantine } from '../desk/list-quarantine.ts';
import { makeNotice, previewNotice } from '../desk/make-notice.ts';
import { readAttempt } from '../desk/read-attempt.ts';
import { receivePositions } from '../desk/receive-positions.ts';
import { recordScore } from '../desk/record-score.ts';
import { rollUpMarkings } from '../desk/roll-up-markings.ts';
import { showAssessment } from '../desk/show-assessment.ts';
import { showAudit } from '../desk/show-audit.ts';
import { showCase } from '../desk/show-case.ts';
import { showDecision } from '../desk/show-decision.ts';
import { showDecisionFile } from '../desk/show-decision-file.ts';
import { showIntake } from '../desk/show-intake.ts';
import { showPolicy } from '../desk/show-policy.ts';
import { showQuarantine } from '../desk/show-quarantine.ts';
import { showSettings } from '../desk/show-settings.ts';
import { showVersions } from '../desk/show-versions.ts';
import { showWorkstation } from '../desk/show-workstation.ts';
import { signDecisionFile } from '../desk/sign-decision-file.ts';
import type { UseCase } from '../desk/use-case.ts';
import { verifyAudit } from '../desk/verify-audit.ts';
import { withdrawDecision } from '../desk/withdraw-decision.ts';

/** Every use case by its name in the contract: what the workers can perform. */
export const USE_CASES: { readonly [Name in UseCaseName]: UseCase<Name> } = {
  showWorkstation,
  showSettings,
  changeSettings,
  enrolPerson,
  changePassphrase,
  importRoster,
  importPolicy,
  importBundle,
  listQuarantine,
  showQuarantine,
  listCases,
  listDrafts,
  showCase,
  listAttempts,
  readAttempt,
  recordScore,
  adjudicate,
  assessCase,
  showAssessment,
  rollUpMarkings,
  showDecision,
  showDecisionFile,
  determine,
  withdrawDecision,
  concur,
  signDecisionFile,
  receivePositions,
  exportDecision,
  previewNotice,
  makeNotice,
  showAudit,
  verifyAudit,
  exportAudit,
  checkVault,
  showIntake,
  showVersions,
  showPolicy,
};
