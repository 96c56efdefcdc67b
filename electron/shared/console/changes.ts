/** `GET /events`: server-sent events, one change each as JSON in `data:`. Not stored: who reconnects reads anew. */
import { Type } from 'typebox';
import { CHANGE_TOPICS } from '../change-topics.ts';
import { keyOf, type Shape } from '../schemas/schema-kit.ts';

/** That a thing changed, never how. */
export const Change = Type.Object({
  seq: Type.Integer(),
  topic: keyOf(CHANGE_TOPICS),
  id: Type.String({ description: 'Empty: any of the topic.' }),
});
export type Change = Shape<typeof Change>;
