import { Button, H2 } from '@blueprintjs/core';
import { Nothing } from '../lists/list-state.tsx';
import { NotYours, useHolds } from '../shell/person.tsx';
import { goTo } from '../shell/route.ts';
import type { CaseFile } from './case-screen.tsx';
import { ExportForm } from './export-form.tsx';
import { NoticeDocument } from './notice-document.tsx';
import { NoticeForm } from './notice-form.tsx';

/** What leaves the desk: the decision, a draft for other desks, the notice. */
export function ExportsTab({ file }: { readonly file: CaseFile }) {
  const mayExport = useHolds('transfer-agent');
  const mayNotice = useHolds('determining-official');
  const states = new Set(file.decisions.map(({ state }) => state));
  if (file.decisions.length === 0) {
    return (
      <Nothing
        title="Nothing to export yet"
        action={<Button text="Go to the decision" onClick={() => goTo('cases', file.summary.caseId, 'decision')} />}
      >
        Once the determining official has signed a draft, it leaves here to be signed at other desks. The complete
        decision and its notice leave here, too.
      </Nothing>
    );
  }
  return (
    <div className="two-columns wide-gap">
      <section aria-label="Export">
        <H2>Export</H2>
        <p>
          What leaves the desk is written to a folder, with a signed checkpoint of the audit chain beside it. It goes on
          record who released it.
        </p>
        {mayExport ? (
          <ExportForm file={file} hasDraft={states.has('draft')} hasComplete={states.has('complete')} />
        ) : (
          <NotYours act="Releasing an export" roles={['transfer-agent']} />
        )}
      </section>
      <section aria-label="Notice">
        <H2>Notice</H2>
        <p>
          A notice is a new document with a marking of its own, written afresh for those who may not see the decision.
          Nothing is redacted in place.
        </p>
        {!mayNotice ? (
          <NotYours act="Making a notice" roles={['determining-official']} />
        ) : states.has('complete') ? (
          <NoticeForm file={file} />
        ) : (
          <p className="quiet">A notice can be made of a complete decision.</p>
        )}
        {file.notices.map(({ noticeId, document, digest }, index) => (
          <NoticeDocument key={noticeId} label={`Signed notice ${index + 1}`} notice={document} digest={digest} />
        ))}
      </section>
    </div>
  );
}
