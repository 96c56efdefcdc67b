/**
 * The reference that accepting is measured against: a bare Fastify that parses the JSON and gives it back. No schema, no
 * check, no disk. Run as a process; prints its URL when ready.
 */
import { fastify } from 'fastify';

const server = fastify();
server.post('/v1/messages', (request, reply) => {
  reply.code(202).send(request.body);
});
console.log(await server.listen({ host: '127.0.0.1', port: 0 }));
