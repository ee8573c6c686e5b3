import type { LocalContext } from "../../../context.ts";
import type { Attempt } from "../model.ts";
import type { HostTestBody } from "../schema.ts";
import { failureOfHost } from "./assertions.ts";
import { isRecordType } from "./name-server.ts";
import { reachCertificate, reachName, reachPort } from "./reach.ts";

const defaultTimeoutSeconds = 60;
const httpsPort = 443;

/** Asks a host once, and checks its answer. */
export async function attemptHost(context: LocalContext, test: HostTestBody): Promise<Attempt> {
  const { host, timeout } = test.config.request;
  const answer = await reach(context, test, (timeout || defaultTimeoutSeconds) * 1_000);
  if (typeof answer === "string") return { answer: null, failure: { code: answer, message: `${host}: ${answer}` } };
  const failed = test.config.assertions.flatMap((assertion) => failureOfHost(assertion, answer) ?? []);
  const judged = test.config.assertions.some(({ type }) => type === "connection");
  // A port that is closed fails a test that says nothing of the connection.
  if (answer.connection !== undefined && answer.connection !== "established" && !judged)
    return { answer, failure: { code: answer.connection === "timeout" ? "TIMEOUT" : "CONNREFUSED", message: host } };
  return { answer, failure: failed.length === 0 ? null : { code: "INCORRECT_ASSERTION", message: failed.join("; ") } };
}

function reach(context: LocalContext, { subtype, config }: HostTestBody, timeoutMs: number) {
  const { host, port = httpsPort, servername = host } = config.request;
  const at = { host: servername, port: Number(port), timeoutMs };
  if (subtype === "ssl") return reachCertificate(context, at);
  if (subtype === "tcp") return reachPort(context, { ...at, host });
  const type = config.assertions.map(({ property = "" }) => property).find(isRecordType);
  if (type === undefined) throw new Error(`the test of ${host} is stored, and never run: it asks for no record`);
  return reachName(context, { domain: host, type, timeoutMs });
}
