import { Button, ProgressBar, Tag } from '@blueprintjs/core';
import { memo } from 'react';
import { CallRefused, session } from '../bridge/call.ts';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { Checklist, stepsSoFar } from '../lists/checklist.tsx';
import { Findings } from '../lists/findings.tsx';
import { goTo } from '../shell/route.ts';
import { ForeignText } from '../words/foreign-text.tsx';
import { bytes, count, counted, duration } from '../words/plain.ts';
import { BUNDLE_STEPS } from '../words/steps.ts';
import type { ImportFile } from './queue.ts';

const PHASE = {
  waiting: { words: 'Waiting', intent: 'none' },
  receiving: { words: 'Receiving', intent: 'primary' },
  checking: { words: 'Checking', intent: 'primary' },
  reading: { words: 'Reading samples', intent: 'primary' },
  done: { words: 'Imported', intent: 'success' },
  quarantined: { words: 'Quarantined', intent: 'danger' },
  refused: { words: 'Refused', intent: 'danger' },
  cancelled: { words: 'Cancelled', intent: 'warning' },
} as const;

/** One file: how far it is, its checklist as it grows, and what became of it. */
export const ImportRow = memo(function ImportRow({ file }: { readonly file: ImportFile }) {
  const { words, intent } = PHASE[file.phase];
  const { result } = file;
  const steps = file.isRunning
    ? stepsSoFar(BUNDLE_STEPS, file.steps, file.phase === 'checking' || file.phase === 'reading')
    : file.steps;
  const passed = file.phase === 'done' && steps.length > 0 && steps.every(({ outcome }) => outcome === 'passed');
  return (
    <li className="import-row" data-phase={file.phase}>
      <div className="import-head">
        <strong className="break">
          <ForeignText>{file.file}</ForeignText>
        </strong>
        <Tag intent={intent} minimal>
          {words}
        </Tag>
        <span className="spring" />
        {file.isRunning && (
          <Button
            size="small"
            text="Cancel"
            aria-label={`Cancel ${file.file}`}
            onClick={() => void session('cancelImport', { importId: file.importId })}
          />
        )}
        {result?.caseId && (
          <Button
            size="small"
            intent="primary"
            text="Open the case"
            onClick={() => goTo('cases', result.caseId ?? '')}
          />
        )}
        {result && <Button size="small" text="Intake record" onClick={() => goTo('import', 'record', result.digest)} />}
      </div>
      {file.isRunning && <Progress file={file} />}
      {file.refusal && file.phase !== 'cancelled' && <RefusalNotice error={new CallRefused(file.refusal)} />}
      {file.phase === 'cancelled' && <p className="quiet">Cancelled. Nothing of this file was kept.</p>}
      {result && <p>{cameOfIt(result)}</p>}
      {passed ? (
        <details>
          <summary>Every check passed: {steps.length} steps</summary>
          <Checklist steps={steps} label={`Checklist of ${file.file}`} />
        </details>
      ) : (
        steps.length > 0 && file.phase !== 'waiting' && <Checklist steps={steps} label={`Checklist of ${file.file}`} />
      )}
      {result && result.findings.length > 0 && <Findings findings={result.findings} />}
    </li>
  );
});

function cameOfIt(result: NonNullable<ImportFile['result']>): string {
  if (result.quarantined) {
    return 'Not one sample was read. The file is kept whole in quarantine with the reasons below.';
  }
  if (!result.ok) return 'The file was not taken in. What was there before is as it was.';
  return `${counted(result.runs, 'run')} with ${counted(result.attempts, 'attempt')} stand on the case now.`;
}

function Progress({ file }: { readonly file: ImportFile }) {
  const share = file.total > 0 ? Math.min(1, file.done / file.total) : undefined;
  const isMoving = share === undefined && file.phase !== 'waiting';
  return (
    <div className="import-progress">
      <ProgressBar
        {...(share === undefined ? {} : { value: share })}
        intent="primary"
        animate={isMoving}
        stripes={isMoving}
        aria-label={`Progress of ${file.file}`}
      />
      <span>{howFar(file)}</span>
    </div>
  );
}

/** Bytes while a file is received and checked, samples while it is read, and the time that is left at this speed. */
function howFar({ phase, done, total, speed, log }: ImportFile): string {
  if (phase === 'waiting') return 'Waits for the file before it';
  const of = log === undefined || log.of < 2 ? '' : `Log ${count(log.number)} of ${count(log.of)}: `;
  if (total === 0) return phase === 'reading' ? `${of}${of === '' ? 'Opening' : 'opening'} it` : bytes(done);
  const amount =
    phase === 'reading' ? `${of}${count(done)} of ${counted(total, 'sample')}` : `${bytes(done)} of ${bytes(total)}`;
  const left = speed === null ? 0 : (total - done) / speed;
  return left > 0 ? `${amount}, about ${duration(left)} left` : amount;
}
