/** Lists of texts as the operator sends and follows them: of every client, in both modes. */
import { Type } from 'typebox';
import { AcceptedBulk, Batch, BatchAnswer, BatchItem, SendBulk } from '../schemas/bulk.ts';
import { line, list, nullable, type Shape } from '../schemas/schema-kit.ts';

const PageQuery = Type.Object(
  {
    limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$', description: '1 to 200; 50 unless told.' })),
    cursor: Type.Optional(line(128)),
  },
  { additionalProperties: false },
);

const BatchPage = Type.Object({
  ok: Type.Literal(true),
  items: list(Batch),
  next_cursor: nullable(Type.String()),
});
export type BatchPage = Shape<typeof BatchPage>;

const ItemPage = Type.Object({
  ok: Type.Literal(true),
  items: list(BatchItem),
  next_cursor: nullable(Type.String()),
});

const BatchParams = Type.Object({ batch_id: line(64) });
const Act = { params: BatchParams, response: { 200: BatchAnswer } } as const;

export const BULK_ROUTES = {
  'GET /bulk': { querystring: PageQuery, response: { 200: BatchPage } },
  'POST /bulk': { body: SendBulk, response: { 202: AcceptedBulk } },
  'GET /bulk/:batch_id': { params: BatchParams, response: { 200: BatchAnswer } },
  'GET /bulk/:batch_id/items': { params: BatchParams, querystring: PageQuery, response: { 200: ItemPage } },
  'POST /bulk/:batch_id/pause': Act,
  'POST /bulk/:batch_id/resume': Act,
  'POST /bulk/:batch_id/cancel': Act,
} as const;
