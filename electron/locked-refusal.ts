import { Refusal } from '../core/failure.ts';

/** What is answered to whoever asks something of a desk that nobody has unlocked. */
export const lockedRefusal = (): Refusal =>
  new Refusal('shell.locked', 'The desk is locked.', { remedy: 'Unlock it first.' });
