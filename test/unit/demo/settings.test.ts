import { describe, expect, it } from 'vitest';
import { demoDataFolder, demoPorts } from '../../../demo/settings.js';

describe('the data folder of the demo', () => {
  it('lies in DATA_FOLDER, apart from the data of a service there', () => {
    for (const isRoot of [true, false])
      expect(demoDataFolder({ given: '/srv/bitdefender', clone: '/home/a/clone', isRoot })).toBe(
        '/srv/bitdefender/demo',
      );
  });

  it('lies in the clone for an ordinary user', () => {
    expect(demoDataFolder({ given: undefined, clone: '/home/a/clone', isRoot: false })).toBe('/home/a/clone/data/demo');
  });

  it('differs for each clone for root, outside of the clone', () => {
    const folder = (clone: string) => demoDataFolder({ given: undefined, clone, isRoot: true });
    expect(folder('/root/a')).toMatch(/^\/var\/lib\/opsmerge-bitdefender\/demo-[0-9a-f]{12}$/);
    expect(folder('/root/a')).toBe(folder('/root/a'));
    expect(folder('/root/a')).not.toBe(folder('/root/b'));
  });
});

describe('the ports of the demo', () => {
  it('are 4000 to 4003 by default', () => {
    expect(demoPorts([])).toEqual({ gateway: 4000, app: 4001, core: 4002, stage: 4003 });
  });

  it('are three in a row from --port', () => {
    expect(demoPorts(['--port', '5000'])).toEqual({ gateway: 5000, app: 5001, core: 5002, stage: 5003 });
    expect(demoPorts(['--port=65532'])).toEqual({ gateway: 65_532, app: 65_533, core: 65_534, stage: 65_535 });
  });

  it.each([['0'], ['65533'], ['x'], ['4000.5'], ['']])('refuses the port "%s"', (port) => {
    expect(() => demoPorts([`--port=${port}`])).toThrow('--port must be a number from 1 to 65532.');
  });

  it('refuses an unknown option', () => {
    expect(() => demoPorts(['--prot', '5000'])).toThrow(/--prot/);
  });
});
