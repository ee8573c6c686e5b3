import type { Answer } from "./assertions.ts";
import type { HostAnswer } from "./hosts/reach.ts";
import type { TestLife } from "./lifecycle.ts";
import type { TestBody } from "./schema.ts";

/** A synthetic API test. Its monitor is an object of its own, with the id `monitorId`. */
export interface SyntheticsTest {
  publicId: string;
  monitorId: number;
  body: TestBody;
  /** Why it is stored and never run, so that its monitor stays without data; null: it is run. */
  notRun: string | null;
  status: "live" | "paused";
  createdAt: Date;
  modifiedAt: Date;
}

/** One attempt of a test: what came back and what was wrong with it. */
export interface Attempt<A = Answer | HostAnswer> {
  answer: A | null;
  failure: { code: string; message: string } | null;
}

/** The outcome of one run at one location. */
export interface RunResult extends Attempt {
  id: string;
  location: string;
  /** Milliseconds since the epoch: when the last attempt was made. */
  at: number;
}

/** What running remembers of a test. */
export interface TestRuns {
  life: TestLife;
  /** Seconds since the epoch. */
  nextRun: number;
  /** Newest last. */
  results: RunResult[];
}

/** A value that tests of any kind can use. A secure one is written and never read back. */
export interface GlobalVariable {
  /** UUID. */
  id: string;
  name: string;
  description: string;
  tags: string[];
  secure: boolean;
  /** Only what runs the tests may look at it. */
  value: string;
  createdAt: Date;
  modifiedAt: Date;
}
