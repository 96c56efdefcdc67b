import type { AdbServer } from '../../../../../electron/gateway/adb/adb-server.ts';

/** An adb whose phones answer what the test says; `services` is what was asked of them, in order. */
export function fakeAdbServer(
  answer: (service: string, serial: string) => string | Promise<string>,
  devices: (service: string) => string = () => '',
): { readonly server: AdbServer; readonly services: string[] } {
  const services: string[] = [];
  const unused = (): Promise<never> => Promise.reject(new Error('the test does not open connections'));
  const server: AdbServer = {
    ask: (service) => Promise.resolve(devices(service)),
    run: async (serial, service) => {
      services.push(service);
      return Buffer.from(await answer(service, serial));
    },
    send: async (serial, service, bytes, { sent }) => {
      services.push(service);
      sent(bytes.length);
      return Buffer.from(await answer(service, serial));
    },
    open: unused,
    follow: unused,
    close: () => undefined,
  };
  return { server, services };
}
