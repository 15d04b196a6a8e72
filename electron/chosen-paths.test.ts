import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../core/testing/refused.ts';
import { ChosenPaths } from './chosen-paths.ts';

describe('the paths that the window may name', () => {
  const chosen = new ChosenPaths();
  chosen.add('/media/usb/bundle.seb', '/media/out');

  it('are the files that were chosen, and what lies in a chosen folder', () => {
    for (const path of ['/media/usb/bundle.seb', '/media/out', '/media/out/a/b.json', '/media/out/./c'])
      expect(chosen.covers(path), path).toBe(true);
  });

  it.each([
    '/etc/passwd',
    '/media/usb',
    '/media/usb/other.seb',
    '/media/out/../secret',
    '/media/outside',
    'media/out/x',
    '/media/out/x\0y',
    '',
  ])('are not %j', (path) => {
    expect(chosen.covers(path)).toBe(false);
  });

  it('are not what a link in a chosen folder leads to', ({ onTestFinished }) => {
    const place = mkdtempSync(join(tmpdir(), 'scrutineer-chosen-'));
    onTestFinished(() => rmSync(place, { recursive: true }));
    for (const name of ['medium/lab', 'home']) mkdirSync(join(place, name), { recursive: true });
    symlinkSync(join(place, 'home'), join(place, 'medium/out'));
    symlinkSync('lab', join(place, 'medium/within'));
    const links = new ChosenPaths();
    links.add(join(place, 'medium'));
    for (const name of ['out', 'out/new/x.json', 'within/../out/x'])
      expect(links.covers(join(place, 'medium', name)), name).toBe(false);
    for (const name of ['', 'lab/x', 'within/x', 'new/x', '..x'])
      expect(links.covers(join(place, 'medium', name)), name).toBe(true);
    links.add(join(place, 'medium/out')); // a person pointed at the link itself
    expect(links.covers(join(place, 'medium/out/x'))).toBe(true);
  });

  it('are not in a vault, whatever folder was chosen around it, and nothing is written into one', () => {
    const desk = new ChosenPaths();
    desk.add('/media/cora');
    desk.addVault('/media/cora/vault');
    expect(desk.covers('/media/cora/cards')).toBe(true);
    expect(desk.covers('/media/cora/vault')).toBe(true);
    expect(desk.covers('/media/cora/vault/evidence/x.card.dsse.json')).toBe(false);
    expect(() => desk.requireOutput('/media/cora/vault')).toThrow('into the folder of a vault');
    expect(() => desk.requireOf('exportDecision', { folder: '/media/cora/vault' })).toThrow(
      'into the folder of a vault',
    );
    expect(() => desk.requireOutput('/media/cora/cards')).not.toThrow();
  });

  it('are looked for in every field of a use case that names one', () => {
    const code = (...asked: Parameters<typeof chosen.requireOf>) => codeOf(() => chosen.requireOf(...asked));
    expect(code('importRoster', { path: '/etc/shadow' })).toBe('shell.path-not-chosen');
    expect(code('verifyAudit', { checkpoints: ['/media/out/x', '/etc/shadow'] })).toBe('shell.path-not-chosen');
    expect(code('exportDecision', { folder: '/media/out', caseId: 'x' })).toBe('none');
    expect(code('listCases', { path: '/etc/shadow' })).toBe('none');
  });
});
