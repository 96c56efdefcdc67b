import type { SwaggerOptions } from '@fastify/swagger';

/** What the OpenAPI file says besides the routes, which come from the schemas that validate. */
export function openApiDocument(version: string): SwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'RelayDesk',
        version,
        description: 'Send texts through your own Android phones. Everything stays on this computer.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: 'http://127.0.0.1:8642', description: 'This computer' }],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'rd_live_… or rd_test_…' },
          apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        },
      },
      security: [{ bearer: [] }, { apiKey: [] }],
      tags: [
        { name: 'Messages', description: 'Send texts and see what became of each.' },
        { name: 'Bulk', description: 'Queue a whole list; each number becomes its own message.' },
        { name: 'Inbox', description: 'Texts that the phones received.' },
        { name: 'Devices', description: 'The phones.' },
        { name: 'Queue', description: 'What waits, and why.' },
        { name: 'Service', description: 'Is it running, is it ready?' },
      ],
    },
    hideUntagged: true,
  };
}
