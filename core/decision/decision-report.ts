import type { CheckStep } from '../envelope/checklist.ts';
import type { Envelope } from '../envelope/dsse.ts';
import type { Roster } from '../identity/roster.ts';
import { parseBanner, renderBanner } from '../marking/marking.ts';
import type { ProfileName } from '../marking/profile.ts';
import { rollUpRead } from '../marking/roll-up-read.ts';
import type { Decision } from './decision.ts';
import type { Portion } from './marked-text.ts';
import { personKeys } from './opening.ts';
import { opensslCommands } from './openssl-commands.ts';
import { plainLine, plainParagraphs, table } from './plain-markdown.ts';
import { type ConsultedPosition, positionInWords } from './positions.ts';
import type { VerifiedDecision } from './verify-decision.ts';
import { AUTHORITY_LINE, determinationInWords } from './wording.ts';

/** What a report is written from. */
export interface ReportInput {
  readonly verified: VerifiedDecision & { readonly decision: Decision };
  /** The decision's envelope, parsed from the very bytes that were verified. */
  readonly envelope: Envelope;
  /** The roster that it was verified by. */
  readonly roster: Roster;
  /** What the decision's file is called beside the report. */
  readonly fileName: string;
  /** The marking profile of whoever writes the report. */
  readonly profile?: ProfileName;
}

const OUTCOMES: Readonly<Record<CheckStep['outcome'], string>> = {
  passed: 'passed',
  failed: 'FAILED',
  warning: 'warning',
  'not-checked': 'not checked',
};

/** @returns the highest marking of what the report shows: the decision and every position beside it */
export function reportMarking({ verified, profile }: Pick<ReportInput, 'verified' | 'profile'>): string {
  const beside = verified.positions.flatMap((one) => one.statements.map((statement) => statement.marking));
  return renderBanner(
    rollUpRead(
      [verified.decision.marking, ...beside].map((text) => parseBanner(text)),
      profile,
    ),
  );
}

/** Every paragraph bears its portion's mark, so that none loses it at a page's turn. */
function portions(list: readonly Portion[]): string {
  return list
    .flatMap((one) => plainParagraphs(one.text).map((text) => `${plainLine(one.portionMarking)} ${text}`))
    .join('\n\n');
}

function nameOf(roster: Roster, personId: string): string {
  return roster.persons.find((one) => one.personId === personId)?.name ?? personId;
}

function identitySection(decision: Decision): string {
  const rows: string[][] = [
    ['Decision', decision.decisionId],
    ['Case', decision.caseId],
    ['Developer', decision.model.developer],
    ['Model', `${decision.model.model} ${decision.model.version}`],
    ['Determination', decision.determination],
    ['Decided at', decision.decidedAt],
    [
      'Determined by',
      `${decision.determinedBy.name}, ${decision.determinedBy.agency ?? decision.determinedBy.organization}`,
    ],
    ['Policy', `${decision.policy.policyId}, version ${decision.policy.version}`],
    ['Assessment against the policy', decision.assessment.outcome],
    ['Roster', `${decision.roster.rosterId}, issue ${decision.roster.sequence}`],
    ['Audit log at the time', `event ${decision.auditHead.sequence}`],
    ['Software', `${decision.software.name} ${decision.software.version}`],
  ];
  const { accessWindow: window, supersedes, rescinds } = decision;
  if (window) rows.push(['Access window', `${window.opensAt} to ${window.closesAt}`]);
  if (supersedes) rows.push(['Supersedes the decision with the digest', supersedes]);
  if (rescinds) rows.push(['Rescinds the decision with the digest', rescinds]);
  return table(['', ''], rows);
}

function authoritySection(decision: Decision): string[] {
  const { authority } = decision;
  if (authority === undefined) return [];
  const lines = [
    ['Classified By', authority.classifiedBy],
    ['Derived From', authority.derivedFrom],
    ['Declassify On', authority.declassifyOn],
  ];
  const sources = (authority.sources ?? []).map((source) => `- ${plainLine(source)}`);
  return [lines.map(([label, value]) => `${label}: ${plainLine(value ?? '')}`).join('  \n'), ...sources];
}

function positionsSection(roster: Roster, positions: readonly ConsultedPosition[]): string {
  if (positions.length === 0) return 'The decision names nobody as consulted.';
  const parts = positions.map((one) => {
    const who = `**${plainLine(nameOf(roster, one.personId))}, ${plainLine(one.agency)}**: ${positionInWords(one.position)}.`;
    const said = one.statements.map(
      (statement) =>
        `${statement.statedAt}, ${positionInWords(statement.position)}:\n\n${portions(statement.statement) || '(no words given)'}`,
    );
    return [who, ...said].join('\n\n');
  });
  return parts.join('\n\n');
}

function digestsSection(verified: ReportInput['verified']): string {
  const { decision } = verified;
  return table(
    ['Document', 'SHA-384'],
    [
      ['This decision (payload)', verified.digest ?? ''],
      ['Policy (payload)', decision.policy.digest],
      ['Roster (payload)', decision.roster.digest],
      ['Assessment (RFC 8785)', decision.assessment.digest],
      ['Audit log (event digest)', decision.auditHead.digest],
      ...decision.evidence.map((one) => [`Bundle ${one.bundleId} (sealed file)`, one.digest]),
    ],
  );
}

function signaturesSection({ verified, roster }: ReportInput): string {
  const rows = personKeys(roster)
    .filter(({ key }) => verified.verified.some((one) => one.keyId === key.keyId))
    .map(({ owner, key }) => [nameOf(roster, owner), owner, key.algorithm, key.keyId]);
  const missing = verified.quorum?.missing ?? ['The signatures could not be counted.'];
  const count = missing.length === 0 ? 'The quorum is complete.' : `**NOT COMPLETE.** ${plainLine(missing.join(' '))}`;
  return `${count}\n\n${table(['Name', 'Person', 'Algorithm', 'Key (SHA-256 of SPKI)'], rows)}`;
}

/**
 * Writes a decision as a document to print or to keep: readable without this program, marked top and bottom, and ending
 * with the commands that check each signature by stock tools. A decision that is not complete or did not verify says so
 * in its first lines.
 * @returns Markdown, ending in a line feed
 * @throws Refusal `marking.*` where a marking is not valid
 */
export function decisionReport(input: ReportInput): string {
  const { verified, envelope, roster, fileName } = input;
  const { decision } = verified;
  const banner = `**${reportMarking(input)}**`;
  const standing = verified.ok
    ? []
    : ['**This decision did not pass its checklist, or is not complete. It determines nothing. See Checks below.**'];
  const evidence = decision.evidence.map((one) => [
    one.bundleId,
    one.role,
    one.producerId,
    String(one.sequence),
    one.marking,
  ]);
  const sections = [
    banner,
    '# Designation decision',
    ...standing,
    decision.rescinds === undefined
      ? plainLine(determinationInWords(decision.determination, decision.model))
      : 'This decision withdraws an earlier one and makes no finding. The model reads as undetermined.',
    `Authority: ${plainLine(AUTHORITY_LINE)}`,
    plainLine(decision.effect),
    identitySection(decision),
    '## Rationale',
    portions(decision.rationale),
    ...(decision.markingExplanation === undefined
      ? []
      : [`Why the whole is marked above its portions: ${plainParagraphs(decision.markingExplanation).join(' ')}`]),
    '## Consulted officials',
    positionsSection(roster, verified.positions),
    '## Evidence',
    evidence.length === 0
      ? 'The decision names no bundle.'
      : table(['Bundle', 'Role', 'Producer', 'Sequence', 'Marking'], evidence),
    '## Signatures',
    signaturesSection(input),
    '## Checks',
    table(
      ['Step', 'Outcome', 'What was found'],
      verified.steps.map((one) => [one.step, OUTCOMES[one.outcome], one.detail]),
    ),
    '## Digests',
    digestsSection(verified),
    '## Check the signatures without Scrutineer',
    'In a folder that holds the file named below, give these commands to `sh`. Each signature answers "Signature Verified Successfully". The keys are printed here for convenience: compare the SHA-256 of each with the roster.',
    `\`\`\`sh\n${opensslCommands(fileName, envelope, personKeys(roster)).trimEnd()}\n\`\`\``,
    ...(authoritySection(decision).length > 0 ? ['## Classification authority', ...authoritySection(decision)] : []),
    banner,
  ];
  return `${sections.join('\n\n')}\n`;
}
