import type { NoData } from "../../model/condition.ts";
import type { JsonObject, Ref } from "../../model/resource.ts";

/** What the kinds of monitor differ in: type, query and the options that belong to the query. */
export interface MonitorForm {
  type: string;
  query: string;
  options: JsonObject;
  /** What silence is taken for. */
  silence: NoData | null;
  refs?: Ref[];
}
