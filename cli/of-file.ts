import { isRefusal, Refusal } from '../core/failure.ts';

/** Does work on what one file holds. @throws Refusal what the work refuses, with the file's name in front of the place */
export function ofFile<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw named(path, error);
  }
}

/** As `ofFile`, for work that is not done at once. */
export async function ofFileLater<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw named(path, error);
  }
}

function named(path: string, error: unknown): unknown {
  if (!isRefusal(error) || error.code === 'cancelled' || error.where?.startsWith(path)) return error;
  return new Refusal(error.code, error.message, {
    where: error.where === undefined ? path : `${path}: ${error.where}`,
    ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
    cause: error.cause,
  });
}
