import { Button } from '@blueprintjs/core';
import { useHolds } from '../shell/person.tsx';
import type { useAssessment } from './assessment-query.ts';
import type { CaseFile } from './case-screen.tsx';

/** Who assesses a case. */
export const ASSESSORS = ['reviewer', 'determining-official', 'consulted-official'] as const;

interface AssessButtonProps {
  readonly file: CaseFile;
  readonly assess: ReturnType<typeof useAssessment>['assess'];
  /** The first thing to do on its screen, not one beside others. */
  readonly isMain?: boolean;
}

/** Assesses the case anew, for those who may. */
export function AssessButton({ file, assess, isMain = false }: AssessButtonProps) {
  const mayAssess = useHolds(...ASSESSORS);
  if (!mayAssess) return null;
  return (
    <Button
      {...(isMain ? { intent: 'primary' } : { size: 'small' })}
      text={file.assessment ? 'Assess again' : 'Assess now'}
      loading={assess.isPending}
      onClick={() => assess.mutate()}
    />
  );
}
