import { Briefcase, Cog, History, Import, Shield } from '@blueprintjs/icons';
import type { ReactElement } from 'react';

/** The five places of the rail, in their order. */
export const PLACES: readonly {
  readonly id: string;
  readonly title: string;
  readonly icon: ReactElement;
  readonly key: string;
}[] = [
  { id: 'cases', title: 'Cases', icon: <Briefcase />, key: '1' },
  { id: 'import', title: 'Import', icon: <Import />, key: '2' },
  { id: 'trust', title: 'Trust', icon: <Shield />, key: '3' },
  { id: 'audit', title: 'Audit', icon: <History />, key: '4' },
  { id: 'settings', title: 'Settings', icon: <Cog />, key: '5' },
];
