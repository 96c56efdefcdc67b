/**
 * Lint rules that catch what types and the formatter cannot: floating promises, silenced types, wrong hooks, SQL and
 * frameworks outside the folder that owns them. Which folder may import which is the import table's job:
 * `.dependency-cruiser.cjs`.
 */
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The files of one runtime, linted with the types of that runtime. */
const typed = (tsconfig, files, ignores = []) => ({
  files,
  ignores,
  extends: [tseslint.configs.strictTypeChecked],
  languageOptions: {
    parserOptions: { projectService: false, project: [tsconfig], tsconfigRootDir: import.meta.dirname },
  },
});

const sqlStaysInStores = {
  selector: "CallExpression[callee.property.name='prepare']",
  message: 'SQL lives in *-store.ts and *-transitions.ts files and in storage/ only.',
};

const wordsStandInTheTable = {
  selector:
    'Property[key.name=/^(message|fix|hint)$/] > :matches(Literal[value=/ /], TemplateLiteral:has(TemplateElement[value.raw=/ /])).value',
  message: 'What a person reads is a code; its words stand in electron/shared/words/.',
};

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only.',
};

const noEnum = { selector: 'TSEnumDeclaration', message: 'A string union instead of an enum.' };

export default defineConfig([
  globalIgnores([
    'node_modules/',
    'out/',
    'dist/',
    'coverage/',
    'test-results/',
    'resources/',
    'relay-apk/target/',
    'tests/support/electron/node_modules/',
    'tests/mutants/node_modules/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  typed('./tsconfig.gateway.json', ['electron/shared/**/*.ts', 'electron/gateway/**/*.ts']),
  typed('./tsconfig.main.json', ['electron/main/**/*.ts', 'electron/preload/**/*.ts']),
  typed('./tsconfig.renderer.json', ['renderer/**/*.ts', 'renderer/**/*.tsx']),
  typed('./tsconfig.tests.json', [
    'tests/**/*.ts',
    'tests/**/*.tsx',
    'tests/**/*.mjs',
    'scripts/**/*.mjs',
    '*.config.ts',
  ]),

  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mjs'],
    rules: {
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-restricted-syntax': ['error', noEnum],
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-assertions': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['electron/**/*.ts', 'renderer/**/*.ts', 'renderer/**/*.tsx'],
    rules: {
      'no-restricted-syntax': ['error', noEnum, noDefaultExport],
      'max-lines': ['error', { max: 400 }],
    },
  },
  {
    files: ['electron/gateway/**/*.ts'],
    ignores: [
      'electron/gateway/**/*-store.ts',
      'electron/gateway/**/*-transitions.ts',
      'electron/gateway/storage/**',
    ],
    rules: {
      'no-restricted-syntax': ['error', noEnum, noDefaultExport, sqlStaysInStores, wordsStandInTheTable],
    },
  },
  {
    // What the two sides of the link write into each other's logs is for no person.
    files: ['electron/gateway/relay/frame-intake.ts', 'electron/gateway/demo-phone/**/*.ts'],
    ignores: ['electron/gateway/**/*-store.ts'],
    rules: { 'no-restricted-syntax': ['error', noEnum, noDefaultExport, sqlStaysInStores] },
  },
  {
    // A timer whose callback throws would end the process: each has an owner who hears of it.
    files: ['electron/gateway/**/*.ts'],
    ignores: ['electron/gateway/foundation/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['setInterval', 'setTimeout', 'setImmediate'].map((name) => ({
          name,
          message: 'Timers are started by foundation/timers.ts, which hands what they throw to their owner.',
        })),
      ],
    },
  },
  {
    files: ['renderer/**/*.ts', 'renderer/**/*.tsx'],
    extends: [reactHooks.configs.flat['recommended-latest']],
  },
  {
    // Plain JavaScript is checked through its JSDoc by tsc; what it reads (package.json, reports) is loosely typed.
    files: ['**/*.mjs'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
]);
