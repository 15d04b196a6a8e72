import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Output } from '../../desk/contract.ts';
import { call } from '../bridge/call.ts';
import { useReadAgain } from '../bridge/queries.ts';
import { type AssessmentDocument, readAssessment } from './assessment-document.ts';

export interface Assessed {
  readonly answer: Output<'assessCase'>;
  readonly document: AssessmentDocument | null;
}

/**
 * The assessment that was last made at this desk while it was unlocked. Making one is an act that goes on record, so it
 * is made when a person asks for it and not when a screen opens.
 */
export function useAssessment(caseId: string) {
  const queries = useQueryClient();
  const readAgain = useReadAgain();
  const key = ['assessment', caseId];
  const made = useQuery<Assessed | null>({
    queryKey: key,
    queryFn: () => queries.getQueryData<Assessed>(key) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  const assess = useMutation({
    mutationFn: () => call('assessCase', { caseId }),
    onSuccess: (answer) => {
      queries.setQueryData<Assessed>(key, { answer, document: readAssessment(answer.document) });
      return readAgain();
    },
  });
  return { made: made.data ?? null, assess };
}
