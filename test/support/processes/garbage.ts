import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Collects garbage until none of the objects is left, some turns of the event loop at most. Returns how many are. */
export async function countAlive(objects: readonly WeakRef<object>[]): Promise<number> {
  const alive = (): number => objects.filter((object) => object.deref() !== undefined).length;
  for (let turn = 0; turn < 20 && alive() > 0; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  return alive();
}
