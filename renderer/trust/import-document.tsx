import { Button, Card, H3, H4 } from '@blueprintjs/core';
import { DocumentOpen } from '@blueprintjs/icons';
import { useMutation } from '@tanstack/react-query';
import { call, session } from '../bridge/call.ts';
import { useReadAgain } from '../bridge/queries.ts';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { Checklist } from '../lists/checklist.tsx';
import { Changes } from './versions.tsx';

const WORDS = {
  roster: { title: 'Roster', button: 'Import a roster…' },
  policy: { title: 'Threshold policy', button: 'Import a policy…' },
} as const;

/** Brings a signed roster or policy in, shows how it was checked and what it changed. */
export function ImportDocument({ what }: { readonly what: 'roster' | 'policy' }) {
  const readAgain = useReadAgain();
  const bring = useMutation({
    mutationFn: async () => {
      const { paths } = await session('chooseFiles', { purpose: what });
      const [path] = paths;
      if (path === undefined) return null;
      const brought = what === 'roster' ? await bringRoster(path) : await bringPolicy(path);
      const { rosters, policies } = await call('showVersions', {});
      const versions = what === 'roster' ? rosters : policies;
      return { ...brought, changes: versions[0]?.changes ?? null, isFirst: versions.length < 2 };
    },
    onSuccess: readAgain,
  });
  const { title, button } = WORDS[what];
  return (
    <Card compact className="import-document">
      <H3 className="card-title">{title}</H3>
      <Button icon={<DocumentOpen />} text={button} onClick={() => bring.mutate()} loading={bring.isPending} />
      {bring.data && (
        <>
          <p role="status">In force now: {bring.data.taken}.</p>
          <section aria-label="What changed">
            <H4 className="card-title">What changed</H4>
            <Changes isFirst={bring.data.isFirst} changes={bring.data.changes} />
          </section>
          <Checklist steps={bring.data.steps} label={`How the ${what} was checked`} />
        </>
      )}
      <RefusalNotice error={bring.error} />
    </Card>
  );
}

async function bringRoster(path: string) {
  const { rosterId, sequence, steps } = await call('importRoster', { path });
  return { taken: `${rosterId}, number ${sequence}`, steps };
}

async function bringPolicy(path: string) {
  const { policyId, version, steps } = await call('importPolicy', { path });
  return { taken: `${policyId}, version ${version}`, steps };
}
