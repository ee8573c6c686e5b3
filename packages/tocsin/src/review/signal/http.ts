import type { CheckSignal, HttpCheck } from "../../model/signals/facts.ts";
import { statusText } from "../../model/signals/status.ts";
import { type ChangeKind, type Draft, draft, type Effect } from "../change.ts";
import { list, same, valueText } from "../words.ts";
import { fieldChanges } from "./fields.ts";
import { hostChanges, timing } from "./host-checks.ts";
import { sourceChange } from "./part.ts";
import type { WordsOf } from "./words-of.ts";

type Header = HttpCheck["headers"][string];

function httpChanges(was: HttpCheck, is: HttpCheck): Draft[] {
  return [
    ...sourceChange(`${was.path} of ${was.service}`, `${is.path} of ${is.service}`, "signal.path", "signal.service"),
    ...sourceChange(`the answer to ${was.method}`, `the answer to ${is.method}`, "signal.method"),
    ...timing(was, is),
    ...headers(was, is),
    ...expected(was, is),
    ...fieldChanges(was, is, undefined, ["path", "service", "method", "every", "timeout", "headers", "expect"]),
  ];
}

const headerText = (header: Header): string =>
  typeof header === "string"
    ? "plain text"
    : `the secret ${header.secret}${header.prefix === "" ? "" : ` after ${valueText(header.prefix)}`}`;

/** A check that no longer authenticates watches the wrong answer; one that sends a secret as plain text tells it. */
function headers(was: HttpCheck, is: HttpCheck): Draft[] {
  const names = [...new Set([...Object.keys(was.headers), ...Object.keys(is.headers)])].sort();
  return names.flatMap((name): Draft[] => {
    const [old, now] = [was.headers[name], is.headers[name]];
    if (same(old, now)) return [];
    const paths = [`signal.headers.${name}`];
    const secret = (header: Header | undefined) => header !== undefined && typeof header !== "string";
    const text =
      now === undefined
        ? `No longer sends the header ${name} (${old === undefined ? "nothing" : headerText(old)}).`
        : old === undefined
          ? `Sends the header ${name}: ${headerText(now)}.`
          : typeof old === "string" && typeof now === "string"
            ? `Sends another text as the header ${name}.`
            : `Sends the header ${name} as ${headerText(now)} instead of ${headerText(old)}.`;
    if (secret(old) && !secret(now)) {
      return [draft("security", text, paths, { danger: "a secret is no longer sent, or no longer secret" })];
    }
    return [draft(secret(old) || secret(now) ? "security" : "settings", text, paths, { effect: "other" })];
  });
}

/** What else an answer must be, told field by field. */
function others(was: HttpCheck, is: HttpCheck): Draft[] {
  return (["headers", "body", "within", "time", "jsonSchema", "xpath", "hash", "script"] as const).flatMap(
    (field): Draft[] => {
      const [old, now] = [was.expect[field], is.expect[field]];
      if (same(old, now)) return [];
      const text =
        now === undefined
          ? `No longer looks at ${field} of the answer (${valueText(old)}).`
          : `Fails when the answer's ${field} is not ${valueText(now)}${old === undefined ? "" : ` instead of ${valueText(old)}`}.`;
      const [kind, effect]: [ChangeKind, Effect] = now === undefined ? ["narrowed", "less"] : ["redirected", "less"];
      return [draft(kind, text, `signal.expect.${field}`, { effect })];
    },
  );
}

function expected(was: HttpCheck, is: HttpCheck): Draft[] {
  const drafts: Draft[] = [];
  if (!same(was.expect.status, is.expect.status)) {
    const text = `Takes status ${statusText(is.expect.status)} for healthy instead of ${statusText(was.expect.status)}.`;
    drafts.push(draft("redirected", text, "signal.expect.status"));
  }
  const paths = [...new Set([...Object.keys(was.expect.json), ...Object.keys(is.expect.json)])].sort();
  for (const path of paths) {
    const [old, now] = [was.expect.json[path], is.expect.json[path]];
    if (same(old, now)) continue;
    const [kind, effect, text]: [ChangeKind, Effect, string] =
      now === undefined
        ? ["narrowed", "less", `No longer looks whether ${path} is ${valueText(old)}.`]
        : old === undefined
          ? ["widened", "more", `Also fails when ${path} is not ${valueText(now)}.`]
          : ["redirected", "less", `Fails when ${path} is not ${valueText(now)} instead of ${valueText(old)}.`];
    drafts.push(draft(kind, text, `signal.expect.json.${path}`, { effect }));
  }
  return [...drafts, ...others(was, is)];
}

/** Words for checks from outside. */
export const checkWords: WordsOf<CheckSignal["kind"]> = {
  "http-check": {
    text: ({ path, service }) => `${path} of ${service}`,
    changes: httpChanges,
  },
  "tls-check": {
    text: ({ host }) => `the certificate of ${host}`,
    changes: hostChanges,
  },
  "dns-check": {
    text: ({ record, domain }) => `the ${record} records of ${domain}`,
    changes: hostChanges,
  },
  "tcp-check": {
    text: ({ host, port }) => `port ${port} of ${host}`,
    changes: hostChanges,
  },
  "grpc-check": {
    text: ({ host, port, service }) => `the health of ${service ?? "the gRPC server"} at ${host}:${port}`,
    changes: hostChanges,
  },
  "icmp-check": {
    text: ({ host }) => `pings of ${host}`,
    changes: hostChanges,
  },
  "multistep-check": {
    text: ({ steps }) => `${steps.length} requests in a row: ${list(steps.map(({ name }) => name))}`,
  },
};
