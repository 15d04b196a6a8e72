import { Button, H2 } from '@blueprintjs/core';
import { ImportRow } from './import-row.tsx';
import { clearFinished, useImports, wasCleared } from './queue.ts';

/** Every file of this session: what is going on, what waits in its turn, and then what ended, the newest first. */
export function ImportQueue() {
  const files = useImports();
  return (
    <section aria-label="Queue">
      <div className="section-head">
        <H2>Queue</H2>
        {files.some(({ isRunning }) => !isRunning) && (
          <Button size="small" variant="minimal" text="Clear what is finished" onClick={clearFinished} />
        )}
      </div>
      {files.length === 0 ? (
        <p className="row-of-nothing">
          {wasCleared() ? 'The queue is empty.' : 'No import in this session.'} What was imported before stands with its
          case.
        </p>
      ) : (
        <ul className="import-queue" aria-label="Imports">
          {files.map((file) => (
            <ImportRow key={file.importId} file={file} />
          ))}
        </ul>
      )}
    </section>
  );
}
