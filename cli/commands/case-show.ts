import type { Command } from 'commander';
import type { Output } from '../../desk/contract.ts';
import { showCase } from '../../desk/show-case.ts';
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
  if (shown.typedScores.length > 0) {
    console.heading('Scores typed in');
    console.table(
      ['benchmark', 'version', 'metric', 'value', 'by', 'at', 'id'],
      shown.typedScores.map(({ benchmark, version, metric, value, by, at, id }) => [
        benchmark,
        version,
        metric,
        valueText(value),
        by,
        at,
        id,
      ]),
    );
  }
  const above = alarms.length === 0 ? '' : ' (above)';
  console.heading(`Findings: ${countText(alarms.length, 'alarm')}${above}, ${countText(notices.length, 'notice')}`);
  showAllFindings(console, notices);
  console.heading('Judged');
  console.say(`  ${countText(shown.adjudications, 'adjudication')}`);
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
