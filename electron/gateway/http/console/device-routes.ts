import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { DEVICE_ROUTES, type ConsoleDevice, type Devices } from '../../../shared/console/devices.ts';
import type { HttpDeps } from '../http-deps.ts';
import { deviceAnswer, simAnswer } from '../answer-shapes.ts';

/** Every paired phone, as the screens show it. */
export function consoleDevices(deps: HttpDeps): readonly ConsoleDevice[] {
  return deps.tellRows('devices', deps.devices.list(), (device) => ({
    ...deviceAnswer(deps, device),
    sims: device.sims.map((sim) => {
      const used = deps.partsUsed(sim.id);
      return {
        ...simAnswer(sim),
        sends: sim.sends === 1,
        day_cap: sim.day_cap,
        month_cap: sim.month_cap,
        parts_today: used.day,
        parts_this_month: used.month,
      };
    }),
    serial: device.row.hardware_serial,
    parts_per_minute: device.row.parts_per_minute,
  }));
}

/** The SIMs about which the operator is asked. */
function takeoverAnswer({ takeover }: Pick<HttpDeps, 'takeover'>): Devices['takeovers'] {
  return takeover.questions().map((asked) => ({
    old_sim_id: asked.oldSimId,
    new_sim_id: asked.newSimId,
    device_id: asked.deviceId,
    device_name: asked.deviceName,
    sim: asked.slot,
    carrier: asked.carrier,
    waiting: asked.waiting,
  }));
}

/** The paired phones, those on ADB's list, what phone and SIM may send, and pairing codes. */
export function deviceRoutes(deps: HttpDeps): FastifyPluginCallbackTypebox {
  return (app, _options, done) => {
    app.get('/devices', { schema: DEVICE_ROUTES['GET /devices'] }, (_request, reply) => {
      reply.send({
        ok: true,
        items: consoleDevices(deps),
        takeovers: takeoverAnswer(deps),
        phones: deps.adb.phones(),
        adb: deps.adb.view(),
      });
    });

    app.post(
      '/devices/:device_id/pace',
      { schema: DEVICE_ROUTES['POST /devices/:device_id/pace'] },
      async (request) => {
        const { device_id } = request.params;
        const { isTold } = await deps.devices.setPartsPerMinute(device_id, request.body.parts_per_minute);
        return { ok: true as const, told_phone: isTold };
      },
    );

    app.post('/sims/:sim', { schema: DEVICE_ROUTES['POST /sims/:sim'] }, async (request) => {
      const { sends, day_cap: dayCap, month_cap: monthCap } = request.body;
      const { simId, deviceName, slot } = await deps.devices.changeSim(request.params.sim, {
        sends,
        dayCap,
        monthCap,
      });
      return { ok: true as const, sim_id: simId, device_name: deviceName, sim: slot };
    });

    app.post(
      '/sims/:sim/takeover',
      { schema: DEVICE_ROUTES['POST /sims/:sim/takeover'] },
      async (request) => {
        const { new_sim_id: successor, takes_over } = request.body;
        await deps.takeover.answer(request.params.sim, successor, takes_over);
        return { ok: true as const, takes_over };
      },
    );

    app.post('/pairing-codes', { schema: DEVICE_ROUTES['POST /pairing-codes'] }, (request, reply) => {
      reply.code(201).send({ ok: true, ...deps.pairingCode(request.body) });
    });
    done();
  };
}
