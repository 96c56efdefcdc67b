import net from 'node:net';
import { describe, expect, it } from 'vitest';
import { Doorkeeper } from '../../../virtual-phone/adbd/doorkeeper.ts';
import { ReverseTable } from '../../../virtual-phone/adbd/reverse-table.ts';
import { Transport } from '../../../virtual-phone/adbd/transport.ts';

const transport = (): Transport =>
  new Transport(new net.Socket(), {
    doorkeeper: new Doorkeeper('none'),
    banner: () => '',
    openService: () => false,
    isSilent: () => false,
    latencyMs: () => 0,
    gone: () => undefined,
  });

describe('ReverseTable', () => {
  const setup = () => ({ table: new ReverseTable(), cable: transport() });

  it('answers a new listener with OKAY and its port, and a moved one with OKAY alone', () => {
    const { table, cable } = setup();
    expect(table.answer('forward:tcp:8643;tcp:1', cable)).toBe('OKAY00048643');
    expect(table.answer('forward:tcp:8643;tcp:2', cable)).toBe('OKAY');
    expect(table.list()).toEqual(['tcp:8643 tcp:2']);
  });

  it('keeps a listener from norebind, in the words of adbd', () => {
    const { table, cable } = setup();
    table.answer('forward:tcp:8643;tcp:1', cable);
    expect(table.answer('forward:norebind:tcp:8643;tcp:2', cable)).toBe(
      'FAIL001dcannot rebind existing socket',
    );
    expect(table.list()).toEqual(['tcp:8643 tcp:1']);
  });

  it('fails on a port that another app of the phone holds, until it is given back', () => {
    const { table, cable } = setup();
    table.take(8643);
    expect(table.answer('forward:tcp:8643;tcp:1', cable)).toMatch(
      /^FAIL....cannot bind listener: Address already in use$/,
    );
    table.giveBack(8643);
    expect(table.answer('forward:tcp:8643;tcp:1', cable)).toMatch(/^OKAY/);
  });

  it('lists without OKAY, each line with the name of the cable', () => {
    const { table, cable } = setup();
    expect(table.answer('list-forward', cable)).toBe('0000');
    table.answer('forward:tcp:8643;tcp:1', cable);
    expect(table.answer('list-forward', cable)).toBe('0016UsbFfs tcp:8643 tcp:1\n');
  });

  it('finds a free port for tcp:0', () => {
    const { table, cable } = setup();
    expect(table.answer('forward:tcp:0;tcp:1', cable)).toBe('OKAY000540000');
    expect(table.find('tcp:40000')?.host).toBe('tcp:1');
  });

  it('removes one listener, all of them, and those of a lost transport', () => {
    const { table, cable } = setup();
    const other = transport();
    for (const port of [1, 2, 3]) table.answer(`forward:tcp:${port};tcp:9`, port === 3 ? other : cable);
    expect(table.answer('killforward:tcp:1', cable)).toBe('OKAY');
    expect(table.answer('killforward:tcp:1', cable)).toBe("FAIL001alistener 'tcp:1' not found");
    table.drop(cable);
    expect(table.list()).toEqual(['tcp:3 tcp:9']);
    expect(table.answer('killforward-all', cable)).toBe('OKAY');
    expect(table.list()).toEqual([]);
  });

  it.each(['forward:', 'forward:tcp:1', 'forward:tcp:1;', 'forward:tcp:1;*smartsocket*'])(
    'refuses a forward that makes no sense: %s',
    (request) => {
      const { table, cable } = setup();
      expect(table.answer(request, cable)).toMatch(/^FAIL....bad forward: /);
    },
  );
});
