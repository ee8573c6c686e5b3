import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { z } from "zod";
import { canonical } from "../../../../fake-providers/src/shared/values.ts";

const json = z.json();
const mark = z.object({ mark: z.string() });
const exchange = z.object({
  method: z.string(),
  path: z.string(),
  request: json.optional(),
  status: z.number(),
  response: json.optional(),
});

/** A call as it went over the wire; bodies that are no JSON as `<n bytes>`. */
export interface Call {
  method: string;
  path: string;
  request?: z.infer<typeof json> | undefined;
}

export interface Exchange extends Call {
  status: number;
  response?: z.infer<typeof json> | undefined;
}

/** A recorded conversation by phase. */
export function readRecording(file: string): Map<string, Exchange[]> {
  const phases = new Map<string, Exchange[]>();
  let current: Exchange[] = [];
  for (const line of readFileSync(new URL(`../../fixtures/recorded/${file}`, import.meta.url), "utf8").split("\n")) {
    if (line === "") continue;
    const value: unknown = JSON.parse(line);
    const named = mark.safeParse(value);
    if (named.success) {
      current = [];
      phases.set(named.data.mark, current);
    } else current.push(exchange.parse(value));
  }
  return phases;
}

/**
 * A server that answers calls with what the recording answered to the same call. Calls that were not recorded in the
 * current phase are answered from any other, or with 404, and are in `calls` all the same.
 */
export class Replay {
  /** What arrived since the phase began. */
  calls: Call[] = [];
  /** Calls with wrong credentials; must stay empty. */
  readonly strangers: Call[] = [];
  private readonly phases: Map<string, Exchange[]>;
  private readonly isAuthorised: (headers: Record<string, unknown>) => boolean;
  private readonly changed = new Map<
    string,
    Pick<Exchange, "status"> & { change(response: Exchange["response"]): Exchange["response"] }
  >();
  private phase: Exchange[] = [];
  private used = new Set<Exchange>();
  private server: Server | undefined;

  constructor(phases: Map<string, Exchange[]>, isAuthorised: (headers: Record<string, unknown>) => boolean) {
    this.phases = phases;
    this.isAuthorised = isAuthorised;
  }

  /** Listens on the loopback interface; returns the base URL. */
  async start(): Promise<string> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const call = { method: request.method ?? "", path: request.url ?? "", ...bodyOf(Buffer.concat(chunks)) };
        if (!this.isAuthorised(request.headers)) this.strangers.push(call);
        const answer = this.answerTo(call);
        response.writeHead(answer.status, { "content-type": "application/json" });
        response.end(answer.response === undefined ? undefined : JSON.stringify(answer.response));
      });
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("The replay server has no port.");
    return `http://127.0.0.1:${address.port}`;
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  /** From now on answers a call otherwise than recorded: somebody has changed something by hand. */
  answer(key: string, status: number, change: (response: Exchange["response"]) => Exchange["response"]): void {
    this.changed.set(key, { status, change });
  }

  /** Answers as recorded again. */
  restore(): void {
    this.changed.clear();
  }

  /** Begins a phase of the recording. */
  begin(name: string): void {
    const phase = this.phases.get(name);
    if (phase === undefined) throw new Error(`The recording has no phase "${name}".`);
    this.phase = phase;
    this.used = new Set();
    this.calls = [];
  }

  /** What the official client said in the current phase. */
  recorded(): Call[] {
    return this.phase.map(({ method, path, request }) => ({
      method,
      path,
      ...(request === undefined ? {} : { request }),
    }));
  }

  private answerTo(call: Call): Exchange {
    this.calls.push(call);
    const all = [
      ...this.phase.filter((one) => !this.used.has(one)),
      ...this.phase,
      ...[...this.phases.values()].flat(),
    ];
    const found = all.find((one) => keyOf(one) === keyOf(call));
    if (found === undefined) return { ...call, status: 404, response: { errors: ["not recorded"] } };
    this.used.add(found);
    const changed = this.changed.get(keyOf(call));
    return changed ? { ...found, status: changed.status, response: changed.change(found.response) } : found;
  }
}

/** One text for a call, equal for equal calls whatever the order of keys. */
export function keyOf(call: Call): string {
  return `${call.method} ${call.path}${call.request === undefined ? "" : ` ${canonical(call.request)}`}`;
}

function bodyOf(content: Buffer): { request?: z.infer<typeof json> } {
  if (content.length === 0) return {};
  try {
    return { request: json.parse(JSON.parse(content.toString("utf8"))) };
  } catch {
    return { request: `<${content.length} bytes>` };
  }
}
