/* A worker thread that opens a second connection of the process that holds the vault, and writes through it. */
import { parentPort, workerData } from 'node:worker_threads';
import { isRefusal } from '../../core/failure.ts';
import { putSetting } from '../repositories/setting.ts';
import { openSecondConnection } from '../vault.ts';
import { ADA, AT } from './scratch-vault.ts';

try {
  const second = openSecondConnection(workerData.path, workerData.key, workerData.ticket);
  putSetting(second.db, { name: 'desk.name', value: 'from the worker', by: ADA, at: AT });
  second.close();
  parentPort?.postMessage('done');
} catch (error) {
  parentPort?.postMessage(isRefusal(error) ? error.code : String(error));
}
