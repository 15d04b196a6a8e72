import { Socket } from 'node:net';

// Packages are made from what lies here. electron-builder would rather fetch what it misses, and would try for half a
// minute; with this around it, an attempt fails at once and says so.

const OFFLINE_FOR_CHILDREN = { npm_config_offline: 'true' };

function staysHere(first: unknown): boolean {
  const options: unknown = Array.isArray(first) ? first[0] : first;
  return typeof options === 'object' && options !== null && 'path' in options && typeof options.path === 'string';
}

/**
 * Runs work during which this process can open no connection to a network.
 * @throws what the work throws, which includes `Packaging never uses a network` from each attempt
 */
export async function withoutNetwork<Result>(work: () => Promise<Result>): Promise<Result> {
  const connect = Socket.prototype.connect;
  const before = { ...process.env };
  Object.assign(process.env, OFFLINE_FOR_CHILDREN);
  Socket.prototype.connect = function (this: Socket, ...wanted: unknown[]): Socket {
    if (staysHere(wanted[0])) return Reflect.apply(connect, this, wanted);
    throw new Error('Packaging never uses a network, and something tried to.');
  };
  try {
    return await work();
  } finally {
    Socket.prototype.connect = connect;
    for (const name of Object.keys(OFFLINE_FOR_CHILDREN)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}
