import { useQuery, useQueryClient } from '@tanstack/react-query';

/** What an act on the decision told last: who is still missing. */
export function useMissing(caseId: string) {
  const queries = useQueryClient();
  const key = ['missing', caseId];
  const known = useQuery<readonly string[] | null>({
    queryKey: key,
    queryFn: () => queries.getQueryData<readonly string[]>(key) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return {
    missing: known.data ?? null,
    told: (missing: readonly string[]) => queries.setQueryData<readonly string[]>(key, missing),
  };
}
