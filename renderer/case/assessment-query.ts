import { useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '../bridge/call.ts';
import { useRead, useReadAgain } from '../bridge/queries.ts';
import { readAssessment } from './assessment-document.ts';

/**
 * The assessment that was recorded last, as every desk reads it from the vault. Making a new one is an act that goes on
 * record, so it is made when a person asks for it and not when a screen opens.
 */
export function useAssessment(caseId: string) {
  const readAgain = useReadAgain();
  const recorded = useRead('showAssessment', { caseId });
  const { data } = recorded;
  const document = useMemo(() => (data ? readAssessment(data.document) : null), [data]);
  const assess = useMutation({ mutationFn: () => call('assessCase', { caseId }), onSuccess: readAgain });
  return { recorded, document, assess };
}
