import { Button, ProgressBar, Tag } from '@blueprintjs/core';
import { CallRefused, session } from '../bridge/call.ts';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { Checklist } from '../lists/checklist.tsx';
import { Findings } from '../lists/findings.tsx';
import { goTo } from '../shell/route.ts';
import { ForeignText } from '../words/foreign-text.tsx';
import { bytes, counted, duration } from '../words/plain.ts';
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
export function ImportRow({ file }: { readonly file: ImportFile }) {
  const { words, intent } = PHASE[file.phase];
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
        {file.result?.caseId && (
          <Button size="small" text="Open the case" onClick={() => goTo('cases', file.result?.caseId ?? '')} />
        )}
        {file.result && (
          <Button
            size="small"
            text="Intake record"
            onClick={() => goTo('import', 'record', file.result?.digest ?? '')}
          />
        )}
      </div>
      {file.isRunning && <Progress file={file} />}
      {file.refusal && (
        <RefusalNotice
          error={new CallRefused(file.refusal.code, file.refusal.message, file.refusal.where, file.refusal.remedy)}
        />
      )}
      {file.phase === 'cancelled' && <p className="quiet">Cancelled. Nothing of this file was kept.</p>}
      {file.result && (
        <p>
          {file.result.quarantined
            ? 'Not one sample was read. The file is kept whole in quarantine with the reasons below.'
            : `${counted(file.result.runs, 'run')} with ${counted(file.result.attempts, 'attempt')} stand on the case now.`}
        </p>
      )}
      {file.steps.length > 0 && <Checklist steps={file.steps} label={`Checklist of ${file.file}`} />}
      {file.result && file.result.findings.length > 0 && <Findings findings={file.result.findings} />}
    </li>
  );
}

function Progress({ file }: { readonly file: ImportFile }) {
  const share = file.total > 0 ? Math.min(1, file.done / file.total) : undefined;
  const unit = file.phase === 'reading' ? (n: number) => counted(n, 'sample') : bytes;
  const left = file.speed === null || file.total === 0 ? null : (file.total - file.done) / file.speed;
  return (
    <div className="import-progress">
      <ProgressBar
        {...(share === undefined ? {} : { value: share })}
        intent="primary"
        animate={share === undefined}
        stripes={share === undefined}
        aria-label={`Progress of ${file.file}`}
      />
      <span>
        {file.total > 0 ? `${unit(file.done)} of ${unit(file.total)}` : unit(file.done)}
        {left !== null && left > 0 ? `, about ${duration(left)} left` : ''}
      </span>
    </div>
  );
}
