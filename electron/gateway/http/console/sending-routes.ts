import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { SENDING_ROUTES, type SendingSettings } from '../../../shared/console/sending.ts';
import { fieldProblem, invalidFields } from '../../../shared/gateway-error.ts';
import { sentence } from '../../../shared/words/words.ts';
import type { HttpDeps } from '../http-deps.ts';

/** What the operator sets for sending. */
export function sendingRoutes(deps: Pick<HttpDeps, 'sending' | 'access'>): FastifyPluginCallbackTypebox {
  const answer = (): SendingSettings => {
    const { quietHours, partsPerMinute, failureLimit } = deps.sending.read();
    return {
      ok: true,
      quiet_hours: { on: quietHours.isOn, from: quietHours.from, to: quietHours.to },
      time_zone: deps.access.workspace.time_zone,
      parts_per_minute: partsPerMinute,
      failure_limit: failureLimit,
    };
  };

  return (app, _options, done) => {
    app.get('/settings/sending', { schema: SENDING_ROUTES['GET /settings/sending'] }, () => answer());

    app.post('/settings/sending', { schema: SENDING_ROUTES['POST /settings/sending'] }, async (request) => {
      const { quiet_hours: hours, parts_per_minute, failure_limit } = request.body;
      if (hours !== undefined && hours.from === hours.to) {
        throw invalidFields([fieldProblem('quiet_hours.to', sentence('field.same_time'))]);
      }
      await deps.sending.change({
        ...(hours === undefined ? {} : { quietHours: { isOn: hours.on, from: hours.from, to: hours.to } }),
        ...(parts_per_minute === undefined ? {} : { partsPerMinute: parts_per_minute }),
        ...(failure_limit === undefined ? {} : { failureLimit: failure_limit }),
      });
      return answer();
    });
    done();
  };
}
