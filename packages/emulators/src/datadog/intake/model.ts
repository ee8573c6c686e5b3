import type { Json } from "../config/stored.ts";

/** One run of a service check: 0 OK, 1 warning, 2 critical, 3 unknown. */
export interface CheckRun {
  check: string;
  status: number;
  tags: string[];
  /** What the check says beside its status. */
  message: string;
  at: Date;
}

/** An event that a client posted, or that a monitor made. */
export interface StoredEvent {
  id: number;
  title: string;
  text: string;
  tags: string[];
  alertType: string;
  at: Date;
  /** For a monitor's event: which group of it changed. */
  monitor?: { id: number; name: string; type: string; query: string; group: string };
}

/** A log as it is indexed: pipelines have been applied. What it holds came as JSON, or is written as JSON as it is. */
export interface StoredLog {
  id: number;
  /** When it was received, which is also its time unless it told its own; in milliseconds since the epoch, emulated. */
  receivedAt: number;
  /** Milliseconds since the epoch, emulated: what windows look at. */
  at: number;
  source: string | null;
  service: string | null;
  host: string | null;
  status: string;
  message: string;
  traceId: string | null;
  spanId: string | null;
  tags: string[];
  /** Everything else that was sent, the fields of a message that is itself JSON, and what pipelines found. */
  attributes: Json;
}
