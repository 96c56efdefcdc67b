/**
 * The import table of the architecture, checked by machine: who may import whom, one way, without cycles.
 * `tests/unit/import-table.test.ts` plants wrong imports and a cycle in a copy and sees them found.
 */

/** What a folder of the gateway may import besides itself, `electron/shared` and `foundation`. */
const GATEWAY_IMPORTS = {
  foundation: [],
  storage: [],
  events: ['storage'],
  secrets: ['storage'],
  access: ['storage', 'events', 'secrets'],
  inbox: ['storage', 'events', 'secrets'],
  settings: ['storage', 'events', 'secrets'],
  messages: ['storage', 'events', 'access'],
  adb: [],
  relay: [],
  devices: ['storage', 'events', 'relay', 'adb'],
  provisioning: ['devices', 'relay', 'adb', 'storage', 'events'],
  dispatch: ['messages', 'devices', 'events'],
  'demo-phone': ['relay'],
};

/** Packages that only one place may import. */
const PACKAGE_OWNERS = [
  { name: 'adbkit', packages: '@devicefarmer/adbkit', owner: '^electron/gateway/adb/' },
  { name: 'sqlite', packages: 'better-sqlite3', owner: '^electron/gateway/storage/' },
  { name: 'fastify', packages: '(fastify|@fastify/[^/]+)', owner: '^electron/gateway/http/' },
  { name: 'electron', packages: 'electron', owner: '^electron/(main|preload)/' },
  {
    name: 'screens',
    packages: '(react|react-dom|zustand|@mantine/[^/]+|@tanstack/[^/]+|@tabler/[^/]+|i18next|react-i18next)',
    owner: '^renderer/',
  },
];

const escape = (text) => text.replace(/[-]/g, '\\$&');

const gatewayRules = Object.entries(GATEWAY_IMPORTS).map(([folder, allowed]) => ({
  name: `gateway-${folder}`,
  comment: `${folder}/ may import: shared, foundation${allowed.map((name) => `, ${name}`).join('')}.`,
  severity: 'error',
  from: { path: `^electron/gateway/${escape(folder)}/` },
  to: {
    path: '^(electron|renderer|tests|scripts)/',
    pathNot: [
      '^electron/shared/',
      ...[folder, 'foundation', ...allowed].map((name) => `^electron/gateway/${escape(name)}/`),
    ],
  },
}));

const packageRules = PACKAGE_OWNERS.map(({ name, packages, owner }) => ({
  name: `only-owner-imports-${name}`,
  comment: `Only ${owner} knows this package.`,
  severity: 'error',
  from: { path: '^(electron|renderer)/', pathNot: owner },
  to: { path: `(^|/)node_modules/${packages}/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...gatewayRules,
    ...packageRules,
    {
      name: 'unknown-gateway-folder',
      comment: 'A new folder of the gateway gets its row in the import table first.',
      severity: 'error',
      from: {
        path: '^electron/gateway/[^/]+/',
        pathNot: `^electron/gateway/(${[...Object.keys(GATEWAY_IMPORTS), 'http', 'cli', 'wiring'].map(escape).join('|')})/`,
      },
      to: {},
    },
    {
      name: 'http-asks-services',
      comment: 'http/ calls services: never a store, SQL or adb.',
      severity: 'error',
      from: { path: '^electron/gateway/http/' },
      to: {
        path: ['^electron/gateway/(storage|adb|wiring)/', '-store\\.ts$', '^electron/gateway/[^/]+\\.ts$'],
      },
    },
    {
      name: 'cli-is-a-thin-client',
      comment: 'Commands wire the gateway or call its console door: they know no folder of it.',
      severity: 'error',
      from: { path: '^electron/gateway/cli/' },
      to: { path: '^electron/gateway/[^/]+/', pathNot: '^electron/gateway/(cli|foundation|wiring)/' },
    },
    {
      name: 'clients-load-no-gateway',
      comment:
        'Only `serve` wires a gateway, and is loaded when asked for: a client waits for no Fastify or SQLite.',
      severity: 'error',
      from: { path: '^electron/gateway/cli/', pathNot: '^electron/gateway/cli/serve-command\\.ts$' },
      to: {
        path: ['^electron/gateway/wiring/', '^electron/gateway/cli/serve-command\\.ts$'],
        dependencyTypesNot: ['dynamic-import', 'type-only'],
      },
    },
    {
      name: 'wiring-is-started-from-outside',
      comment: 'wiring/ knows every folder; entry files and commands start it, and it knows neither.',
      severity: 'error',
      from: { path: '^electron/gateway/wiring/' },
      to: { path: ['^electron/gateway/cli/', '^electron/gateway/[^/]+\\.ts$'] },
    },
    {
      name: 'shared-stands-alone',
      comment: 'shared/ runs anywhere: it imports only itself and the schema library.',
      severity: 'error',
      from: { path: '^electron/shared/' },
      to: { pathNot: ['^electron/shared/', '(^|/)node_modules/typebox/'] },
    },
    {
      name: 'gateway-is-plain-node',
      severity: 'error',
      from: { path: '^electron/gateway/' },
      to: { path: '^(electron/(main|preload)|renderer|tests|scripts)/' },
    },
    {
      name: 'main-knows-only-the-entry',
      comment: 'main starts the gateway by its entry path and never imports it.',
      severity: 'error',
      from: { path: '^electron/main/' },
      to: { path: '^(electron/(gateway|preload)|renderer|tests|scripts)/' },
    },
    {
      name: 'preload-is-thin',
      severity: 'error',
      from: { path: '^electron/preload/' },
      to: { path: '^(electron/(gateway|main)|renderer|tests|scripts)/' },
    },
    {
      name: 'renderer-sees-shared-only',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(electron/(gateway|main|preload)|tests|scripts)/' },
    },
    {
      name: 'screens-take-types-of-schemas',
      comment: 'The schemas run in the gateway; the screens take their types and ship no schema library.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: {
        path: ['^electron/shared/(console|schemas)/', '(^|/)node_modules/typebox/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^(renderer|electron/shared)/', pathNot: '\\.config\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'shipped-code-uses-dependencies',
      comment: 'What the gateway needs at run time is a dependency, not a development dependency.',
      severity: 'error',
      from: { path: '^electron/gateway/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-knows-no-tests',
      severity: 'error',
      from: { path: '^(electron|renderer)/' },
      to: { path: '^(tests|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
    },
  },
};
