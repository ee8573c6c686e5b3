import type { Json } from "../config/stored.ts";
import type { MonitorQuery } from "../query/types.ts";

/** States in which a monitor can be as a whole. */
export type OverallState = "Alert" | "Ignored" | "No Data" | "OK" | "Skipped" | "Unknown" | "Warn";

/** A link that a monitor shows, as the server keeps it. */
export interface Asset {
  name: string;
  category: string;
  url: string;
  template_variables: Json;
  options: Json;
  resource_key: string | null;
  resource_type: string | null;
}

/** A monitor as the emulated organisation keeps it: defaults added, query understood. */
export interface Monitor {
  id: number;
  type: string;
  name: string;
  message: string;
  tags: string[];
  query: string;
  /** The query understood, for whoever evaluates or searches it. */
  parsed: MonitorQuery;
  /** Why it is stored and not evaluated, so that it stays without data; null: it is evaluated. */
  notEvaluated: string | null;
  /** As sent, with the defaults that the server echoes. */
  options: Json;
  /** Whether the policy "default" for missing data was sent, which the answer does not show. */
  defaultMissingData: boolean;
  priority: number | null;
  restrictedRoles: string[] | null;
  draftStatus: "published" | "draft";
  assets: Asset[];
  createdAt: Date;
  modifiedAt: Date;
  overallState: OverallState;
  overallStateModified: Date | null;
}
