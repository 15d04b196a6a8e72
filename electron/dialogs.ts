import type { BrowserWindow, Dialog, FileFilter } from 'electron';

export type FilePurpose = 'bundle' | 'roster' | 'policy' | 'root' | 'attachment' | 'checkpoint' | 'decision';

const ALL: FileFilter = { name: 'All files', extensions: ['*'] };
const ASKS: Readonly<Record<FilePurpose, { title: string; filters: FileFilter[] }>> = {
  bundle: { title: 'Choose sealed bundles', filters: [{ name: 'Sealed bundles', extensions: ['seb'] }, ALL] },
  roster: { title: 'Choose a roster', filters: [{ name: 'Signed documents', extensions: ['json'] }, ALL] },
  policy: { title: 'Choose a threshold policy', filters: [{ name: 'Signed documents', extensions: ['json'] }, ALL] },
  root: { title: "Choose the roster authority's public key", filters: [{ name: 'Keys', extensions: ['pem'] }, ALL] },
  attachment: { title: 'Choose what shows the score', filters: [ALL] },
  checkpoint: {
    title: 'Choose exported checkpoints',
    filters: [{ name: 'Signed documents', extensions: ['json'] }, ALL],
  },
  decision: { title: 'Choose signed decisions', filters: [{ name: 'Signed documents', extensions: ['json'] }, ALL] },
};
const MANY: ReadonlySet<FilePurpose> = new Set(['bundle', 'checkpoint', 'decision']);

/** @returns the folder that the person chose, or null where they chose none. */
export async function pickFolder(
  dialog: Pick<Dialog, 'showOpenDialog'>,
  window: BrowserWindow,
  purpose: 'vault' | 'export',
): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: purpose === 'vault' ? 'Choose the folder of the vault' : 'Choose where the files go',
    properties: ['openDirectory', 'createDirectory', 'dontAddToRecent'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

/** @returns the files that the person chose; none where they cancelled. */
export async function pickFiles(
  dialog: Pick<Dialog, 'showOpenDialog'>,
  window: BrowserWindow,
  purpose: FilePurpose,
  folders: boolean,
): Promise<string[]> {
  const { title, filters } = ASKS[purpose];
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title,
    ...(folders ? {} : { filters }),
    properties: [
      folders ? 'openDirectory' : 'openFile',
      'dontAddToRecent',
      ...(MANY.has(purpose) ? (['multiSelections'] as const) : []),
    ],
  });
  return canceled ? [] : filePaths;
}
