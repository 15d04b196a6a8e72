import { Refusal } from '../failure.ts';
import {
  arrayMember,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  member,
  numberMember,
  objectMember,
  textMember,
} from '../json/value.ts';
import { type LogTime, logTime } from './log-time.ts';

/** One metric as the header claims it. */
export interface ClaimedMetric {
  /** The key in the header's `metrics`, unique within its row. */
  readonly key: string;
  /** The metric's registered name, as `accuracy` or `pkg/metric`. */
  readonly name: string;
  readonly value: JsonValue;
  readonly params: JsonObject;
  /** True where the metric belongs to a group of samples and not to all. */
  readonly grouped: boolean;
}

/** One score row of the header: a scorer (or one key of its dict value) under one reducer. */
export interface ClaimedScore {
  readonly name: string;
  readonly scorer: string;
  readonly reducer: string | null;
  readonly scoredSamples: number | null;
  readonly unscoredSamples: number | null;
  readonly metrics: readonly ClaimedMetric[];
}

/** A log's header, read leniently: what is absent is null, and `raw` keeps everything. */
export interface LogHeader {
  readonly version: number;
  /** `started`, `success`, `cancelled`, `error`, or what else the log says. */
  readonly status: string;
  readonly inspectVersion: string | null;
  readonly evalId: string | null;
  readonly runId: string | null;
  readonly taskId: string | null;
  readonly created: LogTime | null;
  readonly task: string;
  readonly taskVersion: JsonValue;
  readonly model: string;
  readonly modelRoles: JsonObject | null;
  readonly datasetName: string | null;
  readonly datasetSamples: number | null;
  /** Epochs as configured; null where the log does not say, which Inspect takes as 1. */
  readonly epochs: number | null;
  readonly epochsReducer: readonly string[] | null;
  readonly config: JsonObject;
  readonly totalSamples: number | null;
  readonly completedSamples: number | null;
  readonly hasResults: boolean;
  readonly scores: readonly ClaimedScore[];
  readonly scorerSpecs: readonly JsonValue[];
  readonly invalidated: boolean;
  readonly error: JsonObject | null;
  readonly modelUsage: JsonObject;
  readonly startedAt: LogTime | null;
  readonly completedAt: LogTime | null;
  readonly tags: readonly string[];
  readonly metadata: JsonObject;
  readonly logUpdates: readonly JsonValue[];
  /** In the order they were made. Launch configuration plus these is what was in force. */
  readonly configUpdates: readonly JsonValue[];
  /** The header as parsed. */
  readonly raw: JsonObject;
}

const READABLE = new Set([1, 2, 3]);

/**
 * @param raw the object of `header.json`, `_journal/start.json`, or of a `.json` log without its samples
 * @throws Refusal `log.not-a-log`, `log.version`
 */
export function readHeader(raw: JsonValue, configUpdates: readonly JsonValue[] = []): LogHeader {
  const spec = objectMember(raw, 'eval');
  if (!isJsonObject(raw) || !spec || textMember(spec, 'task') === undefined) {
    throw new Refusal('log.not-a-log', 'This is no Inspect log: it says nothing of an evaluation.', {
      remedy: 'Give a log that Inspect wrote (.eval or .json).',
    });
  }
  const version = checkVersion(member(raw, 'version'));
  const config = objectMember(spec, 'config') ?? {};
  const results = objectMember(raw, 'results');
  const dataset = objectMember(spec, 'dataset');
  const stats = objectMember(raw, 'stats');
  const reducer = member(config, 'epochs_reducer');
  return {
    version,
    status: textMember(raw, 'status') ?? 'started',
    inspectVersion: textMember(objectMember(spec, 'packages'), 'inspect_ai') ?? null,
    evalId: textMember(spec, 'eval_id') ?? null,
    runId: textMember(spec, 'run_id') ?? null,
    taskId: textMember(spec, 'task_id') ?? null,
    created: timeMember(spec, 'created'),
    task: textMember(spec, 'task') ?? '',
    taskVersion: member(spec, 'task_version') ?? null,
    model: textMember(spec, 'model') ?? '',
    modelRoles: objectMember(spec, 'model_roles') ?? null,
    datasetName: textMember(dataset, 'name') ?? null,
    datasetSamples: numberMember(dataset, 'samples') ?? null,
    epochs: numberMember(config, 'epochs') ?? null,
    epochsReducer: typeof reducer === 'string' ? [reducer] : Array.isArray(reducer) ? texts(reducer) : null,
    config,
    totalSamples: numberMember(results, 'total_samples') ?? null,
    completedSamples: numberMember(results, 'completed_samples') ?? null,
    hasResults: results !== undefined,
    scores: readScores(results),
    scorerSpecs: arrayMember(spec, 'scorers') ?? [],
    invalidated: member(raw, 'invalidated') === true,
    error: objectMember(raw, 'error') ?? null,
    modelUsage: objectMember(stats, 'model_usage') ?? {},
    startedAt: timeMember(stats, 'started_at'),
    completedAt: timeMember(stats, 'completed_at'),
    tags: texts(arrayMember(raw, 'tags') ?? arrayMember(spec, 'tags') ?? []),
    metadata: objectMember(raw, 'metadata') ?? objectMember(spec, 'metadata') ?? {},
    logUpdates: arrayMember(raw, 'log_updates') ?? [],
    configUpdates: configUpdates.length > 0 ? configUpdates : (arrayMember(raw, 'config_updates') ?? []),
    raw,
  };
}

function checkVersion(version: JsonValue | undefined): number {
  // The first logs had no version and are version 1.
  if (version === undefined || version === null) return 1;
  if (typeof version === 'number' && READABLE.has(version)) return version;
  const said = typeof version === 'number' || typeof version === 'bigint' ? `version ${version}` : 'no known version';
  throw new Refusal('log.version', `The log is of ${said}; versions 1, 2 and 3 are read.`, {
    remedy: 'Install a newer Scrutineer, or ask the sender for a log of an older format.',
  });
}

function readScores(results: JsonObject | undefined): ClaimedScore[] {
  const rows = arrayMember(results, 'scores');
  if (rows) return rows.filter(isJsonObject).map(readScore);
  // Before version 2 there was one scorer, beside its metrics.
  const scorer = objectMember(results, 'scorer');
  const metrics = objectMember(results, 'metrics');
  if (!scorer && !metrics) return [];
  return [readScore({ name: textMember(scorer, 'name') ?? 'score', metrics: metrics ?? {} })];
}

function readScore(row: JsonObject): ClaimedScore {
  const name = textMember(row, 'name') ?? '';
  const metrics = objectMember(row, 'metrics') ?? {};
  return {
    name,
    scorer: textMember(row, 'scorer') ?? name,
    reducer: textMember(row, 'reducer') ?? null,
    scoredSamples: numberMember(row, 'scored_samples') ?? null,
    unscoredSamples: numberMember(row, 'unscored_samples') ?? null,
    metrics: Object.entries(metrics).map(([key, metric]) => ({
      key,
      name: textMember(metric, 'name') ?? key,
      value: isJsonObject(metric) ? (member(metric, 'value') ?? null) : metric,
      params: objectMember(metric, 'params') ?? objectMember(metric, 'options') ?? {},
      grouped: (member(metric, 'group') ?? null) !== null,
    })),
  };
}

function timeMember(from: JsonValue | undefined, key: string): LogTime | null {
  const text = textMember(from, key);
  return text === undefined || text === '' ? null : logTime(text);
}

function texts(values: readonly JsonValue[]): string[] {
  return values.filter((value) => typeof value === 'string');
}
