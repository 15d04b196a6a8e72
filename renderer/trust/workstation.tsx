import { Facts } from '../lists/facts.tsx';
import { FingerprintWords, QrSquare } from './fingerprint.tsx';
import { SaveCard } from './save-card.tsx';
import type { WorkstationView } from './trust-screen.tsx';

/** What this desk is, the root it was pinned to, and the address that producers seal to. */
export function Workstation({ workstation }: { readonly workstation: WorkstationView }) {
  return (
    <>
      <Facts
        rows={[
          ['Name', workstation.name],
          ['Marking ceiling', workstation.ceiling],
          ['Two-person rule', workstation.twoPersonRule ? 'Two persons bring media in and release exports' : 'Off'],
          ['Vault', <code key="id">{workstation.vaultId}</code>],
        ]}
      />
      <div className="fingerprints">
        {workstation.rootFingerprints.map((words) => (
          <FingerprintWords key={words} title="Pinned roster root" words={words} />
        ))}
        <figure className="fingerprint">
          {workstation.recipient.length <= 1200 && (
            <QrSquare text={workstation.recipient} label="Recipient of this desk as a QR code" />
          )}
          <figcaption>
            <strong>Recipient: bundles for this desk are sealed to it</strong>
            <code className="key-id break">{workstation.recipient}</code>
          </figcaption>
        </figure>
      </div>
      {workstation.deskCard !== null && <SaveCard text="Save the desk card…" name="desk" card={workstation.deskCard} />}
    </>
  );
}
