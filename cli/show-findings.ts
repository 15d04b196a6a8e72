import type { Console } from './console.ts';

/** What is shown of a finding. */
interface ShownFinding {
  readonly code: string;
  readonly member: string | null;
  readonly detail: string;
}

/** Shows findings of one severity, a line each. */
export function showFindings(console: Console, findings: readonly ShownFinding[], severity: 'alarm' | 'notice'): void {
  for (const { code, member, detail } of findings) {
    const line = `${detail}${member === null ? '' : ` (${member})`} [${code}]`;
    if (severity === 'alarm') console.alarm(line);
    else console.say(`  notice  ${line}`);
  }
}

/** Shows findings of both severities, alarms first. */
export function showAllFindings(
  console: Console,
  findings: readonly (ShownFinding & { readonly severity: 'alarm' | 'notice' })[],
): void {
  for (const severity of ['alarm', 'notice'] as const) {
    showFindings(
      console,
      findings.filter((finding) => finding.severity === severity),
      severity,
    );
  }
}
