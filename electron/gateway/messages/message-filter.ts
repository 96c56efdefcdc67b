/** What a list of messages may be narrowed by. Times in milliseconds; `since` inclusive, `until` exclusive. */
export interface MessageFilter {
  readonly clientId?: string;
  readonly mode?: string;
  readonly states?: readonly string[];
  readonly to?: string;
  readonly device?: string;
  readonly reference?: string;
  readonly batchId?: string;
  readonly q?: string;
  readonly since?: number;
  readonly until?: number;
  readonly updatedSince?: number;
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  /** The `seq` of the last row of the page before. */
  readonly after?: number;
}
