import { z } from "zod";
import { wholeSeconds } from "./common.ts";
import { asked, kind } from "./kind.ts";
import { testRuns, testShape, within } from "./tests.ts";

/** What synthetic tests ask of hosts rather than of pages. */

const hostname = z.string().regex(/^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/i, "a host is named as in api.example.com");
const port = z.number().int().min(1).max(65_535);

export const tlsCheck = z.strictObject({
  kind: z.literal("tls-check"),
  host: hostname,
  port: port.default(443),
  ...testShape,
  /** Fails when the certificate is valid for fewer days. */
  validFor: z.number().int().min(1).max(365),
});

export const dnsCheck = z.strictObject({
  kind: z.literal("dns-check"),
  domain: hostname,
  record: z.enum(["A", "AAAA", "CNAME", "MX", "NS", "TXT"]).default("A"),
  /** The server that is asked; left out: the usual ones. */
  server: z.string().min(1).optional(),
  ...testShape,
  /** Every record must be one of these. */
  anyOf: z.array(z.string().min(1)).min(1),
  within: within.optional(),
});

export const tcpCheck = z.strictObject({
  kind: z.literal("tcp-check"),
  host: hostname,
  port,
  ...testShape,
  timeout: wholeSeconds.max(60).default(10),
  within: within.optional(),
});

/** What a gRPC server says of its health by its health checking protocol. */
export const grpcCheck = z.strictObject({
  kind: z.literal("grpc-check"),
  host: hostname,
  port: port.default(443),
  /** The service that is asked about, as in `shop.Orders`; left out: the server as a whole. */
  service: z
    .string()
    .regex(/^[A-Za-z_][\w.]*$/, "a gRPC service is named as in shop.Orders")
    .optional(),
  ...testShape,
  timeout: wholeSeconds.max(60).default(10),
  within: within.optional(),
});

/** Pings of a host. */
export const icmpCheck = z.strictObject({
  kind: z.literal("icmp-check"),
  host: hostname,
  /** How many are sent a run (specification: `numberOfPackets`). */
  packets: z.number().int().min(1).max(10).default(4),
  ...testShape,
  /** It fails when so many percent of them are lost; left out: when all are. */
  lossBelow: z.number().positive().max(100).default(100),
  /** Seconds that they may take on average. */
  within: within.optional(),
});

const tested = { by: "synthetics", ...asked, faults: testRuns } as const;

export const hostCheckKinds = {
  "tls-check": kind(tlsCheck, tested),
  "dns-check": kind(dnsCheck, tested),
  "tcp-check": kind(tcpCheck, tested),
  "grpc-check": kind(grpcCheck, tested),
  "icmp-check": kind(icmpCheck, tested),
};
