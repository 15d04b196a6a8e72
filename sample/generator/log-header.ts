import type { ScorerSpec } from './benchmark.ts';
import { inspectTime } from './event-log.ts';
import { resultRowJson } from './inspect-results.ts';
import type { JsonMap } from './json-text.ts';
import { type FullSpec, logId, sampleIds, type Tally } from './log-spec.ts';

/** The Inspect release whose writing is imitated. */
const INSPECT_VERSION = '0.3.260';

function scorerJson(scorer: ScorerSpec): JsonMap {
  const metric = (name: string): JsonMap => ({ name: `inspect_ai/${name}`, options: {} });
  const metrics =
    scorer.kind === 'milestones'
      ? Object.fromEntries(scorer.keys.map((key) => [key, [metric('mean'), metric('stderr')]]))
      : [metric('accuracy'), metric('stderr')];
  return { name: scorer.name, options: {}, metrics, metadata: {} };
}

function evalJson(spec: FullSpec): JsonMap {
  const { benchmark, model } = spec;
  const name = benchmark.task.slice(benchmark.task.indexOf('/') + 1);
  const agentic = benchmark.activity !== 'triage';
  return {
    eval_id: logId(spec, 'eval'),
    run_id: logId(spec, 'run'),
    created: inspectTime(spec.created).replace('.000000', ''),
    task: benchmark.task,
    task_id: logId(spec, 'task'),
    task_version: benchmark.version,
    task_file: `suite/${name}.py`,
    task_display_name: name,
    task_registry_name: benchmark.task,
    task_attribs: {},
    task_args: {},
    task_args_passed: {},
    solver: agentic ? 'react' : 'multiple_choice',
    solver_args: {},
    solver_args_passed: {},
    tags: ['cyber', 'synthetic'],
    dataset: {
      name,
      location: `synthetic://${name}`,
      samples: spec.samples,
      sample_ids: sampleIds(spec),
      shuffled: false,
    },
    sandbox: agentic ? { type: 'docker', config: 'compose.yaml' } : undefined,
    model: model.name,
    model_generate_config: {},
    model_args: {},
    config: {
      epochs: spec.epochs,
      epochs_reducer: benchmark.reducers ?? ['mean'],
      fail_on_error: false,
      continue_on_fail: false,
      retry_on_error: agentic ? 1 : undefined,
      score_on_error: false,
      message_limit: benchmark.limits.message,
      token_limit: benchmark.limits.token,
      time_limit: benchmark.limits.time,
      sandbox_cleanup: true,
      log_samples: true,
      log_realtime: true,
      log_images: true,
      score_display: true,
    },
    revision: {
      type: 'git',
      origin: 'https://git.fathomworks.example/evals/suite.git',
      commit: logId(spec, 'commit')
        .toLowerCase()
        .slice(0, 9)
        .replaceAll(/[^0-9a-f]/g, '0'),
      dirty: false,
    },
    packages: { inspect_ai: INSPECT_VERSION, fathom_evals: '4.2.0' },
    scorers: benchmark.scorers.map(scorerJson),
    metadata: { title: benchmark.title },
  };
}

function planJson(spec: FullSpec): JsonMap {
  const solver = spec.benchmark.activity === 'triage' ? 'multiple_choice' : 'react';
  return { name: 'plan', steps: [{ solver, params: {}, params_passed: {} }], config: {} };
}

/** @returns the content of `_journal/start.json` */
export function startJson(spec: FullSpec): JsonMap {
  return { version: 2, eval: evalJson(spec), plan: planJson(spec) };
}

/** @returns the content of `header.json` of a finished run */
export function headerJson(spec: FullSpec, tally: Tally): JsonMap {
  const started = inspectTime(spec.created).replace('.000000', '');
  const completed = inspectTime(spec.created + 60_000 + tally.attempts * 41_000).replace('.000000', '');
  return {
    version: 2,
    status: 'success',
    eval: evalJson(spec),
    plan: planJson(spec),
    results: {
      total_samples: spec.samples * spec.epochs,
      completed_samples: tally.completed,
      scores: tally.book.rows().map(resultRowJson),
    },
    stats: {
      started_at: started,
      completed_at: completed,
      model_usage: { [spec.model.name]: { ...tally.usage } },
      role_usage: {},
      connection_limit_history: [],
    },
    invalidated: tally.invalidated > 0,
    tags: ['cyber', 'synthetic'],
    metadata: { title: spec.benchmark.title },
  };
}
