/** What programs send for "not set": null in a body, an empty value in a query. Both are as if absent. */
import type { FastifyRequest, HookHandlerDoneFunction } from 'fastify';

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const get = (of: unknown, name: string): unknown => (isObject(of) ? Reflect.get(of, name) : undefined);

function takesNull(schema: unknown): boolean {
  if (get(schema, 'type') === 'null') return true;
  const choices = get(schema, 'anyOf');
  return Array.isArray(choices) && choices.some(takesNull);
}

/** Takes the nulls of optional fields out of a body, in place; a field that may be null keeps its own. */
export function dropNulls(value: unknown, schema: unknown): void {
  if (Array.isArray(value)) {
    const items = get(schema, 'items');
    for (const item of value) dropNulls(item, items);
    return;
  }
  const properties = get(schema, 'properties');
  const required = get(schema, 'required');
  if (!isObject(value) || !isObject(properties)) return;
  for (const [name, own] of Object.entries(properties)) {
    const held = get(value, name);
    const isOptional = !Array.isArray(required) || !required.includes(name);
    if (held === null && isOptional && !takesNull(own)) Reflect.deleteProperty(value, name);
    else dropNulls(held, own);
  }
}

/** Takes the empty filters out of a query, in place: forms send every field. */
function dropEmptyFilters(query: unknown, schema: unknown): void {
  const properties = get(schema, 'properties');
  if (!isObject(query) || !isObject(properties)) return;
  for (const name of Object.keys(properties)) {
    const held = get(query, name);
    const filled: unknown = Array.isArray(held) ? held.filter((one) => one !== '') : held;
    if (filled === '' || (Array.isArray(filled) && filled.length === 0)) Reflect.deleteProperty(query, name);
    else if (Array.isArray(filled)) Reflect.set(query, name, filled);
  }
}

/** Before validation, of routes that take filters: schemas and routes see only what was set. */
export function dropAbsentFilters(
  request: FastifyRequest,
  _reply: unknown,
  done: HookHandlerDoneFunction,
): void {
  dropEmptyFilters(request.query, request.routeOptions.schema?.querystring);
  done();
}
