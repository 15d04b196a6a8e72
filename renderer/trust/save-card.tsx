import { Button } from '@blueprintjs/core';
import { Export } from '@blueprintjs/icons';
import { useMutation } from '@tanstack/react-query';
import { session } from '../bridge/call.ts';
import { RefusalNotice } from '../forms/refusal-notice.tsx';

interface SaveCardProps {
  readonly text: string;
  /** The file's name before `.card.dsse.json`. */
  readonly name: string;
  readonly card: string;
}

/** Writes an identity card to a folder. It holds public keys alone, so it may go out as often as it is asked for. */
export function SaveCard({ text, name, card }: SaveCardProps) {
  const save = useMutation({
    mutationFn: async () => {
      const { path } = await session('chooseFolder', { purpose: 'export' });
      return path === null ? null : session('saveCard', { folder: path, name, card });
    },
  });
  return (
    <>
      <div className="row">
        <Button icon={<Export />} text={text} onClick={() => save.mutate()} loading={save.isPending} />
        <span className="break" role="status">
          {save.data ? `Written: ${save.data.path}` : ''}
        </span>
      </div>
      <RefusalNotice error={save.error} title="The card was not written." />
    </>
  );
}
