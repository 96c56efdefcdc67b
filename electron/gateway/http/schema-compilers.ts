/**
 * Compiles a route's schemas when the route is first asked for. Compiling all of them was a third of a start, and most
 * gateways use a few routes.
 */
import ajvCompiler from '@fastify/ajv-compiler';
import serializerCompiler from '@fastify/fast-json-stringify-compiler';
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify';
import type { FastifyRouteSchemaDef } from 'fastify/types/schema.js';
import { TEXT_FORMS } from '../../shared/schemas/text-forms.ts';

/** Made at the first call, then kept. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

const validators = () =>
  ajvCompiler()(
    {},
    {
      customOptions: {
        allErrors: true,
        coerceTypes: false,
        removeAdditional: false,
        strict: false,
        formats: TEXT_FORMS,
      },
    },
  );

/** Validators that tell every error, change nothing, and know the forms of our texts. */
export function createValidatorCompiler(): FastifySchemaCompiler<object> {
  const compiler = once(validators);
  return ({ schema }: FastifyRouteSchemaDef<object>) => {
    const compiled = once(() => compiler()({ schema }));
    const validate = Object.assign(
      (data: unknown) => {
        const own = compiled();
        const isValid = own(data) === true;
        Object.assign(validate, { errors: own.errors });
        return isValid;
      },
      { errors: null },
    );
    return validate;
  };
}

export function createSerializerCompiler(): FastifySerializerCompiler<unknown> {
  const compiler = once(() => serializerCompiler()({}, {}));
  return (route) => {
    const compiled = once(() => compiler()({ ...route, httpStatus: route.httpStatus ?? '' }));
    return (answer: unknown) => compiled()(answer);
  };
}
