/**
 * A row that the app acts on at a time, and what it makes of it, as the project's `test-schedule.yaml` says. In values and paths
 * stand `$NAME.COLUMN` for what was found, `$due` for the time and `$id` for the row's own id.
 */
export interface TestSchedule {
  /** The service whose database it is. */
  database: string;
  /** Rows that it needs, in their order, each found by a path of the REST interface. */
  find: Record<string, { path: string; missing: string }>;
  row: { table: string; values: Record<string, string | number | boolean> };
  /** `shows`: columns that are told of it. */
  makes: { what: string; path: string; shows: string[] };
  /** What to look at when nothing comes of it. */
  silent: string[];
}
