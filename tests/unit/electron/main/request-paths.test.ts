import { describe, expect, it } from 'vitest';
import { sortRequestPath } from '../../../../electron/main/request-paths.ts';

const sort = (path: string) => sortRequestPath(new URL(`app://relaydesk${path}`));

describe('sortRequestPath', () => {
  it('answers the root with the index page', () => {
    expect(sort('/')).toEqual({ kind: 'file', path: 'index.html' });
  });

  it('decodes the path of a file', () => {
    expect(sort('/assets/a%20b.js?v=1')).toEqual({ kind: 'file', path: 'assets/a b.js' });
  });

  it('keeps a console path and its query as they are', () => {
    expect(sort('/console/messages?q=%2B977&limit=5')).toEqual({
      kind: 'console',
      path: '/console/messages?q=%2B977&limit=5',
    });
  });

  it.each([
    ['an encoded slash upwards', '/..%2f..%2fetc/passwd'],
    ['an encoded slash inside a console path', '/console/..%2f..%2fv1/messages'],
    ['an encoded backslash', '/console/..%5cv1'],
    ['a doubly encoded dot', '/console/%252e%252e/v1'],
    ['an empty segment', '/console//messages'],
    ['a second leading slash', '//console/messages'],
    ['a trailing slash', '/console/'],
    ['the console without a call', '/console'],
    ['the console spelt in percent signs', '/%63onsole/messages'],
    ['a zero byte', '/index.html%00.js'],
    ['a line break', '/console/a%0d%0ahost:x'],
    ['a Windows drive', '/c:/windows/win.ini'],
    ['broken percent-encoding', '/%zz'],
  ])('refuses %s', (_what, path) => {
    expect(sort(path)).toEqual({ kind: 'refused' });
  });

  it.each(['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/console/../v1/messages'])(
    'never sorts %s as a console path, nor one with dots left',
    (path) => {
      const asked = sort(path);
      expect(asked.kind).toBe('file');
      expect(JSON.stringify(asked)).not.toContain('..');
    },
  );
});
