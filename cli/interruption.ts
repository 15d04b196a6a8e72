/** A second Ctrl-C so many milliseconds after the first ends the process at once. */
const PATIENCE = 1000;

let controller: AbortController | undefined;

/**
 * From the first call on, Ctrl-C no longer ends the process but asks the work at hand to stop, so that it can leave
 * everything as it was.
 * @returns the signal to hand to long work
 */
export function interruption(): AbortSignal {
  if (controller !== undefined) return controller.signal;
  const made = new AbortController();
  controller = made;
  let asked = 0;
  const stop = () => {
    if (asked > 0 && Date.now() - asked > PATIENCE) process.exit(130);
    if (asked === 0) asked = Date.now();
    made.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return made.signal;
}
