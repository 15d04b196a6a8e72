import type { Command } from 'commander';
import type { Output } from '../../desk/contract.ts';
import { showCase } from '../../desk/show-case.ts';
import { adjudicationWords } from '../adjudication-words.ts';
import { addCommand } from '../command.ts';
import type { Console } from '../console.ts';
import { type DeskOptions, deskOptions, performAtDesk } from '../desk-session.ts';
import { caseIdOf } from '../find-case.ts';
import { showAllFindings } from '../show-findings.ts';
import { countText, shortDigest, sizeText, valueText } from '../value-text.ts';
import { VERDICTS } from '../verdict-words.ts';
import { windowText } from '../window-text.ts';

type Case = Output<'showCase'>;

/** `scrutineer case show`: everything that the desk holds on one case. */
export function addCaseShow(parent: Command): void {
  addCommand<DeskOptions>(parent, {
    signature: 'show <case>',
    description:
      'show bundles, runs, findings, scores and decisions of a case (its id, the beginning of it, or its key)',
    example: 'case show 4f1b22c0 --vault vault --as rita',
    configure: deskOptions,
    act: async ([text = ''], options, console) => {
      const shown = await performAtDesk(options, console, showCase, (desk) => ({ caseId: caseIdOf(desk, text) }));
      return { value: shown, words: (it) => showWords(shown, it) };
    },
  });
}

const RANKS = { mismatch: 0, 'not-recomputable': 1, match: 2 } as const;

function showWords(shown: Case, console: Console): void {
  const { summary } = shown;
  const alarms = shown.findings.filter(({ severity }) => severity === 'alarm');
  const notices = shown.findings.filter(({ severity }) => severity === 'notice');
  console.say(summary.marking);
  showAllFindings(console, alarms);
  console.heading(`${summary.developer} ${summary.model} ${summary.version}`);
  console.say(`  case           ${summary.caseId}, opened ${summary.openedAt}, marked ${summary.marking}`);
  console.say(`  case key       ${summary.caseKey}`);
  console.say(`  state          ${summary.state}`);
  console.say(`  determination  ${summary.determination}`);
  console.say(`  access window  ${windowText(summary.window)}`);
  showBundles(shown, console);
  showRuns(shown, console);
  showTypedScores(shown, console);
  const above = alarms.length === 0 ? '' : ' (above)';
  console.heading(`Findings: ${countText(alarms.length, 'alarm')}${above}, ${countText(notices.length, 'notice')}`);
  showAllFindings(console, notices);
  console.heading('Judged');
  const standing = shown.adjudications.filter(({ isSuperseded }) => !isSuperseded);
  console.say(`  ${countText(standing.length, 'adjudication')}`);
  for (const one of shown.adjudications) {
    console.say(`  attempt ${one.attemptId}, ${one.sample}, epoch ${one.epoch}: ${adjudicationWords(one)}`);
    console.say(`    ${one.rationale.replaceAll('\n', '\n    ')}`);
  }
  const { assessment } = shown;
  console.say(
    assessment === null
      ? '  not assessed yet'
      : `  assessed ${assessment.at}: rule ${assessment.outcome}, digest ${shortDigest(assessment.digest)}`,
  );
  if (assessment?.isStale)
    console.say('  the case has changed since then: assess it again before anything is determined');
  if (shown.decisions.length === 0) console.say('  no decision: undetermined');
  for (const { determination, state, at, decisionId, payloadDigest } of shown.decisions) {
    console.say(`  ${state}: ${determination}, ${at}, decision ${decisionId}, digest ${shortDigest(payloadDigest)}`);
  }
  console.say(summary.marking);
}

/** Each score with the whole of its provenance: nothing else tells what it is worth. */
function showTypedScores({ typedScores }: Case, console: Console): void {
  if (typedScores.length === 0) return;
  console.heading('Scores typed in');
  for (const score of typedScores) {
    const version = score.version === '' ? '' : ` ${score.version}`;
    const error = score.standardError === null ? '' : `, standard error ${valueText(score.standardError)}`;
    const tasks = score.tasks === null ? '' : `, ${countText(score.tasks, 'task')}`;
    console.say(`  ${score.benchmark}${version}: ${score.metric} ${valueText(score.value)}${error}${tasks}`);
    console.say(`    model       ${score.model} (${score.role}), marked ${score.marking}`);
    console.say(`    source      ${score.source}`);
    console.say(`    conducted   ${score.conductedAt} by ${score.conductedBy}`);
    console.say(`    procedure   ${score.procedure.replaceAll('\n', '\n                ')}`);
    if (score.harness !== null) console.say(`    harness     ${score.harness}`);
    if (score.attachment !== null) console.say(`    attachment  ${score.attachment.name}, ${score.attachment.digest}`);
    if (score.note !== null) console.say(`    note        ${score.note}`);
    console.say(`    recorded    ${score.at} by ${score.by}, id ${score.id}`);
  }
}

function showBundles({ bundles }: Case, console: Console): void {
  console.heading('Bundles');
  console.table(
    ['digest', 'producer', 'number', 'role', 'model', 'marking', 'size', 'members', 'imported'],
    bundles.map(({ digest, producerId, sequence, role, model, marking, bytes, members, importedAt }) => [
      shortDigest(digest),
      producerId,
      String(sequence),
      role,
      model,
      marking,
      sizeText(bytes),
      String(members.length),
      importedAt,
    ]),
  );
}

function showRuns({ runs }: Case, console: Console): void {
  console.heading('Runs');
  console.table(
    ['run', 'task', 'model', 'status', 'attempts', 'member'],
    runs.map(({ runId, task, model, status, attempts, member }) => [
      runId.slice(0, 8),
      task,
      model,
      status,
      String(attempts),
      member,
    ]),
  );
  console.heading('Claimed by the logs, and recomputed from their samples');
  const rows = runs.flatMap(({ runId, scores }) => scores.map((score) => ({ runId, ...score })));
  console.table(
    ['', 'run', 'score', 'reducer', 'metric', 'claimed', 'recomputed'],
    // Those that differ stand first: the list is long.
    rows
      .toSorted((a, b) => RANKS[a.verdict] - RANKS[b.verdict])
      .map(({ verdict, runId, name, reducer, metric, claimed, recomputed }) => [
        VERDICTS[verdict],
        runId.slice(0, 8),
        name,
        reducer ?? '-',
        metric,
        valueText(claimed),
        valueText(recomputed),
      ]),
  );
}
