import type { ApiTestBody } from "./schema.ts";

/** A synthetic API test. Its monitor is an object of its own, with the id `monitorId`. */
export interface SyntheticsTest {
  publicId: string;
  monitorId: number;
  body: ApiTestBody;
  status: "live" | "paused";
  createdAt: Date;
  modifiedAt: Date;
}
