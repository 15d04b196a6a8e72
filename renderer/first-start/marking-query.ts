import { queryOptions } from '@tanstack/react-query';
import { session } from '../bridge/call.ts';

/** What is wrong with a banner line, asked before there is a vault; the answer to one line never changes. */
export const markingQuery = (banner: string) =>
  queryOptions({
    queryKey: ['checkMarking', banner],
    queryFn: () => session('checkMarking', { banner }),
    staleTime: Number.POSITIVE_INFINITY,
  });
