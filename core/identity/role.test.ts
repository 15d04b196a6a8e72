import { describe, expect, it } from 'vitest';
import { brokenSeparations, mayHoldTogether, ROLES } from './role.ts';

describe('roles', () => {
  it('may each be held alone', () => {
    for (const role of ROLES) expect(mayHoldTogether([role])).toBe(true);
  });

  it('keep the custodian and the transfer agent from determining, and the custodian from adjudicating', () => {
    expect(mayHoldTogether(['custodian', 'determining-official'])).toBe(false);
    expect(mayHoldTogether(['reviewer', 'custodian'])).toBe(false);
    expect(mayHoldTogether(['transfer-agent', 'determining-official'])).toBe(false);
    expect(mayHoldTogether(['custodian', 'transfer-agent'])).toBe(true);
    expect(mayHoldTogether(['reviewer', 'determining-official'])).toBe(true);
    expect(brokenSeparations(['custodian', 'determining-official', 'transfer-agent'])).toHaveLength(2);
  });

  it('leave the auditor alone', () => {
    for (const role of ROLES) expect(mayHoldTogether(['auditor', role])).toBe(role === 'auditor');
  });
});
