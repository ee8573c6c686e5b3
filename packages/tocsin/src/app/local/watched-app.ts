/** The app that the emulated vendors watch: what the definitions say of it, and what the project's own file adds. */

import { type ConditionOf, firesAtZero } from "../../model/condition.ts";
import { declaredCrons } from "../../model/crons.ts";
import type { Definition } from "../../model/definition.ts";
import type { Json, JsonObject } from "../../model/resource.ts";
import {
  declaresCrons,
  errorsOf as errorsIn,
  filtersOf,
  type HttpRequest,
  measuresTransactions,
  readsLogs,
  receivesEvents,
  requestsOf,
} from "../../model/signals/facts.ts";
import { healthyStatus } from "../../model/signals/status.ts";
import type { StackConfig } from "../../model/stack.ts";
import { covers } from "../../shared/pattern.ts";
import { linesOf, metricsOf } from "../../vendors/healthy-signals.ts";
import type { AppFile } from "./app-file.ts";

/** Minutes between two requests of a path that only an alert names. */
const seldom = 5;

/** The `app` of the accounts that the emulators take. */
export function watchedApp(definitions: readonly Definition[], stack: StackConfig, file: AppFile) {
  const idOf = (service: string) => stack.vercel.projects[service]?.id;
  const withId = <T extends { service: string }>(all: readonly T[]) =>
    all.flatMap(({ service, ...one }) => {
      const project = idOf(service);
      return project === undefined ? [] : [{ ...one, project }];
    });
  const withSlug = <T extends { project: string }>(all: readonly T[]) =>
    all.map((one) => ({ ...one, project: stack.sentry.projects[one.project]?.slug ?? one.project }));
  const crons = [...declaredCrons(definitions)].flatMap(([service, entries]) =>
    entries.map(({ path }) => ({ service, path, ...file.crons[path] })),
  );
  const checks = checksOf(definitions, stack);
  const served = new Set([...crons, ...checks].map(({ path }) => path));
  const printed = [...crons.map(({ line }) => line), ...file.requests.map(({ line }) => line?.text)];
  const derived = trafficOf(definitions, Object.keys(stack.vercel.projects)).filter(({ service, path, line }) =>
    line === undefined
      ? !served.has(path) && !file.requests.some((one) => one.service === service && one.path === path)
      : !printed.some((text) => text?.includes(line.text)),
  );
  const answered = definitions.flatMap(({ signal }) =>
    receivesEvents(signal) || signal.kind === "sentry-uptime"
      ? [signal.path]
      : declaresCrons(signal) && signal.runBy === "schedules"
        ? signal.crons.map(({ path }) => path)
        : [],
  );
  const errors = errorsOf(definitions);
  return {
    ...hostsOf(definitions),
    checks,
    crons: withId(crons),
    routes: [...new Set([...file.routes, ...answered])],
    requests: withId([...file.requests, ...derived]),
    metrics: metricsOf(definitions, stack),
    lines: linesOf(definitions, stack),
    traces: withSlug([...file.traces, ...tracesOf(definitions, file)]),
    errors: withSlug([...file.errors, ...errors]),
    failures: withSlug(file.failures.length > 0 ? file.failures : firstOfEach(errors)),
  };
}

/** Hosts that checks connect to, and the records that they ask for, so that the emulated world has them. */
function hostsOf(definitions: readonly Definition[]) {
  const signals = definitions.map(({ signal }) => signal);
  const hosts = signals.flatMap((signal) => ("host" in signal ? [signal.host] : []));
  const names = signals.flatMap((signal) =>
    // How Datadog writes the records of mail is not documented: such a test is stored only.
    "record" in signal && signal.record !== "MX"
      ? [{ domain: signal.domain, type: signal.record, values: [...signal.anyOf] }]
      : [],
  );
  return { hosts: [...new Set(hosts)], names };
}

interface Check {
  host?: string;
  path: string;
  status: number;
  body: Json;
  text?: string;
  headers: Record<string, string>;
  secret?: SecretHeader;
}

type Asked = Pick<HttpRequest, "service" | "path" | "headers" | "expect"> & {
  /** What later steps take out of the answer. */
  keep?: Readonly<Record<string, { json: string } | { header: string }>>;
};

/** What a kept value is: it is sent again as it is, in a path too. */
const keptValue = "local-1";

const healthyValue = (value: Asked["expect"]["json"][string]): Json =>
  typeof value !== "object" ? value : "is" in value ? value.is : true;

/** What each health check asks for, so that the app answers it; the checks of one path of a service together. */
function checksOf(definitions: readonly Definition[], stack: StackConfig): Check[] {
  const checks = new Map<string, Check>();
  const asked = definitions.flatMap(({ signal }): readonly Asked[] => requestsOf(signal));
  for (const { service, path: written, expect, headers, keep = {} } of asked) {
    // A value that an earlier step kept stands for any segment; what is asked for behind the path changes nothing.
    const path = written.replace(/\?.*$/, "").replace(/\{\{\s*(\w+)\s*\}\}/g, ":$1");
    const before = checks.get(`${service} ${path}`);
    const secret = secretOf(headers) ?? before?.secret;
    const kept = Object.values(keep);
    const taken = kept.flatMap((one) => ("json" in one ? [[one.json, keptValue] as const] : []));
    const body = [...taken, ...Object.entries(expect.json)].reduce<Json>(
      (whole, [at, value]) =>
        typeof value === "object" && "exists" in value && !value.exists
          ? whole
          : withValue(whole, at.match(/[^$.[\]'"]+/g) ?? [], healthyValue(value)),
      before?.body ?? {},
    );
    const texts = (expect.body ?? []).flatMap(wanted);
    const told = [
      ...kept.flatMap((one) => ("header" in one ? [[one.header, keptValue]] : [])),
      ...Object.entries(expect.headers ?? {}).flatMap(([name, one]) => wanted(one).map((text) => [name, text])),
    ];
    const address = stack.hosts[service] ?? stack.vercel.projects[service]?.url ?? "";
    checks.set(`${service} ${path}`, {
      ...(URL.canParse(address) ? { host: new URL(address).hostname } : {}),
      path,
      status: healthyStatus(expect.status),
      body,
      ...(texts.length > 0 ? { text: texts.join("\n") } : {}),
      headers: { ...before?.headers, ...Object.fromEntries(told) },
      ...(secret && { secret }),
    });
  }
  return [...checks.values()];
}

/** What a text must be or hold, or is to match where that says it plainly; what it must not be is left out. */
const wanted = (one: Record<string, string | boolean>): string[] => {
  const plain = String(one.matches ?? "")
    .replace(/^\^|\$$/g, "")
    .replaceAll("\\", "");
  const matching = plain !== "" && new RegExp(String(one.matches)).test(plain) ? plain : undefined;
  return [one.is, one.contains, matching].filter((text) => typeof text === "string");
};

interface SecretHeader {
  header: string;
  prefix: string;
}

function secretOf(headers: Asked["headers"]): SecretHeader | null {
  for (const [header, value] of Object.entries(headers))
    if (typeof value === "object") return { header, prefix: value.prefix };
  return null;
}

/** The same with a value where names and numbers, those of a JSONPath such as `$.checks.db`, lead to. */
function withValue(whole: Json, [next, ...rest]: readonly string[], value: Json): Json {
  if (next === undefined) return value;
  if (/^\d+$/.test(next)) {
    const list = Array.isArray(whole) ? whole : [];
    const length = Math.max(list.length, Number(next) + 1);
    return Array.from({ length }, (_, at) =>
      at === Number(next) ? withValue(list[at] ?? null, rest, value) : (list[at] ?? null),
    );
  }
  const fields: JsonObject = whole !== null && typeof whole === "object" && !Array.isArray(whole) ? whole : {};
  return { ...fields, [next]: withValue(fields[next] ?? null, rest, value) };
}

type Derived = Pick<AppFile["requests"][number], "service" | "path" | "every" | "line">;

/** A page of every service, the paths that alerts watch, and the lines whose absence fires one. */
function trafficOf(definitions: readonly Definition[], services: readonly string[]): Derived[] {
  const requests: Derived[] = services.map((service) => ({ service, path: "/" }));
  for (const { signal, condition } of definitions) {
    if (!readsLogs(signal)) continue;
    if (signal.source.kind !== "vercel") continue;
    const { service } = signal.source;
    const wanted = condition.kind === "threshold" ? wantedEvery(condition) : null;
    for (const { path, phrases } of filtersOf(signal)) {
      const text = "parse" in signal ? signal.parse.sample : phrases?.[0];
      if (wanted !== null && text !== undefined)
        requests.push({ service, path: path ?? "/", every: wanted, line: { text, every: wanted } });
      else if (path !== undefined && !requests.some((one) => one.service === service && one.path === path))
        requests.push({ service, path, every: wanted ?? seldom });
    }
  }
  return requests;
}

/** Minutes between two of what must not be missing; null where silence is all right. */
function wantedEvery(condition: ConditionOf<"threshold">): number | null {
  if (!firesAtZero(condition)) return null;
  const { critical, warning = critical, recovery = critical, window } = condition;
  const perWindow = Math.max(critical, warning, recovery) + 1;
  return Math.min(30, Math.max(1, Math.floor(window / 60 / perWindow / 2)));
}

/** A transaction for each pattern that no trace of the file is one of, and one of each project that would show no sign of life. */
function tracesOf(definitions: readonly Definition[], { traces }: AppFile): AppFile["traces"] {
  const made = new Map<string, AppFile["traces"][number]>();
  for (const { signal } of definitions) {
    if (!measuresTransactions(signal)) continue;
    const { project, transaction } = signal;
    if (traces.some((one) => one.project === project && covers(transaction, one.transaction))) continue;
    const named = transaction.replace(/^\*(?=\/)/, "GET ").replaceAll("*", "any");
    made.set(`${project} ${named}`, { project, transaction: named });
  }
  const alive = new Set([...traces, ...made.values()].map(({ project }) => project));
  for (const { project } of errorsOf(definitions)) {
    if (!alive.has(project)) made.set(project, { project, transaction: "GET /" });
  }
  return [...made.values()];
}

type ErrorOfApp = AppFile["errors"][number];

/** Errors with every value of every tag that an alert counts, so that Sentry knows them. */
function errorsOf(definitions: readonly Definition[]): ErrorOfApp[] {
  const errors = new Map<string, ErrorOfApp>();
  for (const { signal } of definitions) {
    const watched = errorsIn(signal);
    if (watched === null) continue;
    const { projects } = watched;
    const tags = Object.entries(watched.tags).filter(([tag]) => !tag.startsWith("!"));
    const values = tags.map(([tag, value]) => [tag, [value].flat()] as const);
    const most = Math.max(1, ...values.map(([, all]) => all.length));
    for (let at = 0; at < most; at += 1) {
      const own = Object.fromEntries(values.map(([tag, all]) => [tag, all[at % all.length] ?? ""]));
      for (const project of projects) errors.set(`${project} ${JSON.stringify(own)}`, { project, tags: own });
    }
  }
  return [...errors.values()];
}

/** The first error of each project. */
function firstOfEach(errors: readonly ErrorOfApp[]): ErrorOfApp[] {
  return errors.filter((error, at) => errors.findIndex(({ project }) => project === error.project) === at);
}
