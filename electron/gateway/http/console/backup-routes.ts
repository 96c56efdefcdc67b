import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { BACKUP_ROUTES } from '../../../shared/console/backups.ts';
import { formatTime, formatTimeOrNull } from '../../foundation/clock.ts';
import type { HttpDeps } from '../http-deps.ts';

/** Makes and lists backups; tells which phones are asked after a restore, and lets messages go without them. */
export function backupRoutes(
  deps: Pick<HttpDeps, 'backups' | 'reconcile' | 'unknownAttempts' | 'queue'>,
): FastifyPluginCallbackTypebox {
  const { backups, reconcile } = deps;
  return (app, _options, done) => {
    app.get('/backups', { schema: BACKUP_ROUTES['GET /backups'] }, (_request, reply) => {
      const items = backups.list().map(({ path, kind, madeAt, bytes }) => ({
        ...{ file: path, kind, bytes },
        made_at: formatTime(Math.round(madeAt)),
      }));
      reply.send({ ok: true, folder: backups.folder(), items });
    });

    app.post('/backups', { schema: BACKUP_ROUTES['POST /backups'] }, async (request, reply) => {
      const { file, kind, at, bytes, messages } = await backups.backUp(request.body.file ?? null);
      return reply.code(201).send({ ok: true, file, kind, made_at: formatTime(at), bytes, messages });
    });

    app.get('/queue/reconcile', { schema: BACKUP_ROUTES['GET /queue/reconcile'] }, (_request, reply) => {
      const since = reconcile.heldSince();
      const phones = reconcile.phones().map(({ deviceId, name, isLinked, hasAnswered }) => ({
        ...{ device_id: deviceId, name, is_linked: isLinked, has_answered: hasAnswered },
      }));
      reply.send({
        ok: true,
        is_held: since !== null,
        since: formatTimeOrNull(since),
        phones,
        unknown_attempts: deps.unknownAttempts(),
      });
    });

    app.post(
      '/queue/reconcile/release',
      { schema: BACKUP_ROUTES['POST /queue/reconcile/release'] },
      async () => {
        await reconcile.release();
        return { ok: true as const, state: deps.queue(null).state };
      },
    );
    done();
  };
}
