import { isJsonObject, type JsonValue, textMember } from '../json/value.ts';
import type { AttemptRecord } from './attempt-record.ts';
import type { Findings } from './finding.ts';
import type { LogHeader } from './header.ts';

const MOST_NAMED = 5;

/**
 * Holds the models that transcripts name against the header's. An attempt whose model events never name the model of the
 * header, nor one that the header gives a role, was answered by another model than the log claims.
 */
export class TranscriptModels {
  readonly #known: ReadonlySet<string>;
  readonly #model: string;
  readonly #others = new Set<string>();
  #attempts = 0;

  constructor({ model, modelRoles }: Pick<LogHeader, 'model' | 'modelRoles'>) {
    this.#model = model;
    const roles = Object.values(modelRoles ?? {}).flatMap((role) => modelOfRole(role) ?? []);
    this.#known = new Set([model, ...roles]);
  }

  add({ eventModels }: Pick<AttemptRecord, 'eventModels'>): void {
    // A log without a model of its own, as of a task that calls models by itself, claims nothing.
    if (eventModels.length === 0 || this.#model === '' || this.#model.startsWith('none')) return;
    if (eventModels.some((model) => this.#known.has(model))) return;
    this.#attempts += 1;
    for (const model of eventModels) if (this.#others.size < MOST_NAMED) this.#others.add(model.slice(0, 80));
  }

  report(findings: Findings): void {
    if (this.#attempts === 0) return;
    const detail = `The header names ${this.#model.slice(0, 80)}; in ${this.#attempts} attempts the transcript names only ${[...this.#others].join(', ')}`;
    findings.add('log.model-mismatch', null, detail);
  }
}

/** A role's model stands as its name, or as an object that names it. */
function modelOfRole(role: JsonValue): string | undefined {
  if (typeof role === 'string') return role;
  return isJsonObject(role) ? textMember(role, 'model') : undefined;
}
