import { z } from "zod";
import type { JsonObject } from "../model/resource.ts";
import { serving } from "../vendors/datadog/tests.ts";
import type { assertionShape } from "./datadog-expect.ts";
import { Inexpressible } from "./draft.ts";

/** Datadog's tests of a certificate, a domain or a port read back. What is read is compiled again and compared. */

interface Config {
  request: JsonObject;
  assertions: readonly z.infer<typeof assertionShape>[];
}

const shape = z.object({
  host: z.string(),
  port: z.coerce.number().optional(),
  dnsServer: z.string().optional(),
  timeout: z.number().optional(),
  callType: z.string().optional(),
  service: z.string().optional(),
  numberOfPackets: z.number().optional(),
});

/** @throws Inexpressible */
function hostOf({ request }: Config): z.infer<typeof shape> {
  const parsed = shape.safeParse(request);
  if (!parsed.success) throw new Inexpressible("it asks for no host");
  return parsed.data;
}

/** The one assertion that such a test is about, and the time in seconds that an answer may take. @throws Inexpressible */
function about({ assertions }: Config, types: readonly string[], timed = "responseTime") {
  const [first, ...others] = assertions.filter(({ type }) => types.includes(type));
  const rest = assertions.filter(({ type }) => !types.includes(type));
  const [time, ...more] = rest;
  const other = [...others, ...(time?.type === timed && time.operator === "lessThan" ? more : rest)][0];
  if (other !== undefined)
    throw new Inexpressible(`it asserts the ${other.type} with "${other.operator}", which no definition says`);
  if (first === undefined) throw new Inexpressible(`it does not assert the ${types.join(" or ")}`);
  return { first, ...(time === undefined ? {} : { within: Number(time.target) / 1000 }) };
}

/** @throws Inexpressible */
export function certificate(config: Config): object {
  const { first, within } = about(config, ["certificate"]);
  if (first.operator !== "isInMoreThan" || within !== undefined)
    throw new Inexpressible("it asserts something else than for how many days the certificate is still valid");
  const { host, port = 443 } = hostOf(config);
  return { kind: "tls-check", host, port, validFor: first.target };
}

/** `^(10\.0\.0\.1|10\.0\.0\.2)$`: any of some texts. */
const anyText = /^\^\((.+)\)\$$/s;

/** @throws Inexpressible */
export function domain(config: Config): object {
  const { first, ...time } = about(config, ["recordEvery", "recordSome"]);
  const [, texts] = anyText.exec(String(first.target)) ?? [];
  if (first.type !== "recordEvery" || first.operator !== "matches" || texts === undefined)
    throw new Inexpressible(
      "it asserts something else than that every record is one of some: write it as dnsCheck({ anyOf })",
    );
  const anyOf = texts.split("|").map((text) => text.replace(/\\(.)/g, "$1"));
  const { host, dnsServer } = hostOf(config);
  return {
    ...{ kind: "dns-check", domain: host, record: first.property, anyOf, ...time },
    ...(dnsServer === undefined ? {} : { server: dnsServer }),
  };
}

/** @throws Inexpressible */
export function connection(config: Config): object {
  const { first, ...time } = about(config, ["connection"]);
  if (first.operator !== "is" || first.target !== "established")
    throw new Inexpressible("it asserts something else than that the port takes connections");
  const { host, port, timeout = 60 } = hostOf(config);
  return { kind: "tcp-check", host, port, timeout, ...time };
}

/** @throws Inexpressible */
export function health(config: Config): object {
  const { host, port, service, callType, timeout = 60 } = hostOf(config);
  if (callType !== "healthcheck")
    throw new Inexpressible("it calls a method: a definition asks a gRPC server for its health alone");
  const { first, ...time } = about(config, ["grpcHealthcheckStatus"]);
  if (first.operator !== "is" || first.target !== serving)
    throw new Inexpressible("it asserts something else than that the server serves");
  // No service and an empty one are the server as a whole.
  const of = service === undefined || service === "" ? {} : { service };
  return { kind: "grpc-check", host, port, ...of, timeout, ...time };
}

/** @throws Inexpressible */
export function pings(config: Config): object {
  const { first, ...time } = about(config, ["packetLossPercentage"], "latency");
  if (first.operator !== "lessThan" || typeof first.target !== "number")
    throw new Inexpressible("it asserts something else than that fewer packets are lost than some");
  const { host, numberOfPackets } = hostOf(config);
  return {
    kind: "icmp-check",
    host,
    packets: numberOfPackets,
    lossBelow: Math.round(first.target * 1e6) / 1e4,
    ...time,
  };
}
