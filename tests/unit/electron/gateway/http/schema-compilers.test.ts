import { describe, expect, it } from 'vitest';
import {
  createSerializerCompiler,
  createValidatorCompiler,
} from '../../../../../electron/gateway/http/schema-compilers.ts';

const NAME = {
  type: 'object',
  properties: { name: { type: 'string', maxLength: 3 }, age: { type: 'integer' } },
  required: ['name'],
};
const route = { method: 'POST', url: '/x', httpPart: 'body' };
/** A keyword of the wrong kind: compiling it throws. */
const BROKEN = { type: 'object', properties: 7 };

describe('a validator', () => {
  it('tells every error of the last value, and none after a good one', () => {
    const validate = createValidatorCompiler()({ ...route, schema: NAME });
    expect(validate({ age: 'old' })).toBe(false);
    expect(Reflect.get(validate, 'errors')).toHaveLength(2);
    expect(validate({ name: 'Asha', age: 1 })).toBe(false);
    expect(Reflect.get(validate, 'errors')).toMatchObject([{ instancePath: '/name' }]);
    expect(validate({ name: 'Ram' })).toBe(true);
    expect(Reflect.get(validate, 'errors')).toBeNull();
  });

  it('changes nothing: no text becomes a number, and what it does not know stays', () => {
    const validate = createValidatorCompiler()({ ...route, schema: NAME });
    const value = { name: 'Ram', more: 1 };
    expect(validate(value)).toBe(true);
    expect(value).toEqual({ name: 'Ram', more: 1 });
    expect(validate({ name: 5 })).toBe(false);
  });

  it('is compiled when it is first asked', () => {
    const compile = createValidatorCompiler();
    expect(() => compile({ ...route, schema: BROKEN })).not.toThrow();
    expect(() => compile({ ...route, schema: BROKEN })({})).toThrow();
  });
});

describe('a serializer', () => {
  it('writes what its route and status declare, and is compiled when it is first asked', () => {
    const compile = createSerializerCompiler();
    const write = compile({ method: 'GET', url: '/x', httpStatus: '200', schema: NAME });
    expect(write({ name: 'Ram', secret: 'never' })).toBe('{"name":"Ram"}');
    const other = compile({ method: 'GET', url: '/x', httpStatus: '400', schema: { type: 'string' } });
    expect(other('no')).toBe('"no"');
    expect(() => compile({ method: 'GET', url: '/y', httpStatus: '200', schema: BROKEN })).not.toThrow();
  });
});
