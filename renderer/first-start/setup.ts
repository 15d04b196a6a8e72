import type { AskedSession, SessionOutput } from '../../desk/contract/session.ts';

/** What the wizard gathers. It lives in the page alone: there is no vault yet that could keep a draft. */
export interface Setup {
  readonly folder: string;
  readonly name: string;
  readonly organization: string;
  readonly ceiling: string;
  readonly twoPersonRule: boolean;
  readonly personId: string;
  readonly personName: string;
  readonly passphrase: string;
  readonly again: string;
  readonly postQuantum: boolean;
  readonly rootPath: string;
  readonly root: SessionOutput<'readRoot'> | null;
  readonly compared: boolean;
}

export const EMPTY_SETUP: Setup = {
  folder: '',
  name: '',
  organization: '',
  ceiling: 'UNCLASSIFIED',
  twoPersonRule: true,
  personId: '',
  personName: '',
  passphrase: '',
  again: '',
  postQuantum: false,
  rootPath: '',
  root: null,
  compared: false,
};

export interface StepProps {
  readonly setup: Setup;
  readonly change: (part: Partial<Setup>) => void;
}

/** @returns what `initVault` asks for */
export function askedVault(setup: Setup): AskedSession<'initVault'> {
  return {
    folder: setup.folder,
    workstation: {
      name: setup.name,
      organization: setup.organization,
      ceiling: setup.ceiling,
      twoPersonRule: setup.twoPersonRule,
    },
    custodian: { personId: setup.personId, name: setup.personName, organization: setup.organization },
    passphrase: setup.passphrase,
    rootPem: setup.root?.pem ?? '',
    postQuantum: setup.postQuantum,
  };
}
