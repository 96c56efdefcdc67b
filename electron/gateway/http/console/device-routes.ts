import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { DEVICE_ROUTES, type ConsoleDevice } from '../../../shared/console/devices.ts';
import type { HttpDeps } from '../http-deps.ts';
import { deviceAnswer } from '../answer-shapes.ts';

/** Every paired phone, as the screens show it. */
export function consoleDevices(deps: HttpDeps): readonly ConsoleDevice[] {
  return deps.tellRows('devices', deps.devices.list(), (device) => ({
    ...deviceAnswer(deps, device),
    serial: device.row.hardware_serial,
  }));
}

/** The paired phones, those on ADB's list, and pairing codes. */
export function deviceRoutes(deps: HttpDeps): FastifyPluginCallbackTypebox {
  return (app, _options, done) => {
    app.get('/devices', { schema: DEVICE_ROUTES['GET /devices'] }, (_request, reply) => {
      reply.send({
        ok: true,
        items: consoleDevices(deps),
        phones: deps.adb.phones(),
        adb: deps.adb.view(),
      });
    });

    app.post('/pairing-codes', { schema: DEVICE_ROUTES['POST /pairing-codes'] }, (request, reply) => {
      reply.code(201).send({ ok: true, ...deps.pairingCode(request.body) });
    });
    done();
  };
}
