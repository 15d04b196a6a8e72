import { Tag } from '@blueprintjs/core';
import type { z } from 'zod';
import type { finding } from '../../desk/contract/terms.ts';
import { ForeignText } from '../words/foreign-text.tsx';

type Finding = z.output<typeof finding>;

/** What a readable bundle says oddly: alarms first. */
export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const sorted = [...findings].sort((a, b) => Number(b.severity === 'alarm') - Number(a.severity === 'alarm'));
  return (
    <ul className="findings" aria-label="Findings">
      {sorted.map((finding, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: findings have no name of their own and never move
        <li key={index}>
          <Tag minimal intent={finding.severity === 'alarm' ? 'danger' : 'warning'}>
            {finding.severity === 'alarm' ? 'Alarm' : 'Notice'}
          </Tag>
          <span>
            <ForeignText>{finding.detail}</ForeignText>{' '}
            <span className="quiet">
              {finding.member ? <ForeignText>{finding.member}</ForeignText> : null} <code>{finding.code}</code>
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
