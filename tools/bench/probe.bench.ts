/**
 * The probe's questions on a real PostgreSQL with 1,000,000 jobs and the index that the playbook adds, then with those that
 * a team may add: what each takes, what the planner makes of it, whether an index that fits is used, and whether all of them
 * together stay within their budget.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { schema } from "../../packages/emulators/src/supabase/schema.ts";
import { projectTables } from "../../packages/emulators/test/team.ts";
import { type PostgresServer, startPostgres } from "../../packages/tocsin/test/support/postgres.ts";
import { installSql, questions } from "../../packages/tocsin/test/support/probe-role.ts";

const budgetMs = 2_000;
const jobs = 1_000_000;
/** Jobs of a month: most are done, some failed, few run or wait. */
const data = `set emulated.offset_seconds = 0;
  insert into public.jobs (kind, status, payload, last_heartbeat, run_after, created_at)
  select (array['PUBLISH_YOUTUBE', 'PUBLISH_TIKTOK', 'CLIP_RENDER', 'TRANSCRIBE', 'HIGHLIGHT_DETECT'])[1 + n % 5],
    case when n % 5000 = 0 then 'running' when n % 2000 = 1 then 'queued' when n % 50 = 2 then 'failed' else 'done' end,
    jsonb_build_object('schedule_id', gen_random_uuid()), at, at, at
  from generate_series(1, ${jobs}) n, lateral (select now() - make_interval(secs => n * 2.6) as at) t;
  insert into public.schedules (workspace_id, clip_id, publish_at, status)
  select workspace_id, id, now() - make_interval(mins => n), 'scheduled' from public.clips, generate_series(10, 200) n;
  insert into public.profile_photos (user_id, status, created_at)
  select 'u', (array['ready', 'ready', 'ready', 'uploading'])[1 + n % 4], now() - make_interval(secs => n) from generate_series(1, 100000) n;
  analyze;`;

/** Indexes that fit a question, with the questions that must then use them. */
const indexes: Record<string, { on: string; asked: string[] }> = {
  bench_running: {
    on: "jobs (last_heartbeat, created_at) where status = 'running'",
    asked: ["jobs_stuck", "worker_heartbeat"],
  },
  bench_created: { on: "jobs (created_at)", asked: ["jobs_failure_rate"] },
  bench_schedule: { on: "jobs ((payload ->> 'schedule_id'))", asked: ["schedules_without_job"] },
};

function findPostgres(): string {
  const base = "/usr/lib/postgresql";
  const [newest] = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  const path = process.env.TOCSIN_POSTGRES ?? join(base, newest ?? "", "bin", "postgres");
  if (!existsSync(path)) throw new Error("PostgreSQL is missing: `apt-get install postgresql`, or set TOCSIN_POSTGRES");
  return path;
}

/** The plan of the query inside a function, without the function around it. */
async function planOf(server: PostgresServer, question: string): Promise<string[]> {
  const body = new RegExp(
    `function tocsin_probe\\.${question}\\(\\)[\\s\\S]*?as (\\$(?:tocsin)?\\$)([\\s\\S]*?)\\1;`,
  ).exec(installSql)?.[2];
  return server.sql(`explain (costs) ${body}`);
}

async function main(): Promise<boolean> {
  const server = await startPostgres(findPostgres());
  try {
    await server.sql(`set emulated.offset_seconds = 0;${schema}${projectTables}${installSql}`);
    await server.sql(data);
    console.log(`${jobs.toLocaleString("en")} jobs`);
    const plain = await measure(server);
    const made = Object.entries(indexes).map(([name, { on }]) => `create index ${name} on public.${on};`);
    await server.sql(`${made.join("")}analyze;`);
    console.log("with indexes of a team's own");
    const indexed = await measure(server);
    const unused = [
      ...(plain.uses("jobs_queued", "idx_jobs_status_run_after") ? [] : ["idx_jobs_status_run_after by jobs_queued"]),
      ...Object.entries(indexes).flatMap(([name, { asked }]) =>
        asked.filter((question) => !indexed.uses(question, name)).map((question) => `${name} by ${question}`),
      ),
    ];
    console.log(unused.length === 0 ? "every index that fits is used" : `NOT USED: ${unused.join(", ")}`);
    return unused.length === 0 && plain.isWithin && indexed.isWithin;
  } finally {
    await server.stop();
  }
}

/** Prints what every question takes, alone and all at once. */
async function measure(server: PostgresServer) {
  const begun = performance.now();
  await Promise.all(questions.map((question) => askAs(server, question)));
  const together = performance.now() - begun;
  const plans = new Map<string, string[]>();
  for (const question of questions) {
    const took = await askAs(server, question);
    const plan = await planOf(server, question);
    plans.set(question, plan);
    const cost = /cost=[\d.]+\.\.([\d.]+)/.exec(plan[0] ?? "")?.[1];
    const scans = plan.map((line) => /(\w+ )*Scan (using \w+ )?on \w+( \w+)?/.exec(line)?.[0]).filter(Boolean);
    console.log(`${question.padEnd(24)}${took.toFixed(0).padStart(6)} ms   plan cost ${cost}   ${scans.join(", ")}`);
  }
  const isWithin = together <= budgetMs;
  console.log(`all at once: ${together.toFixed(0)} ms   budget ${budgetMs} ms (${isWithin ? "within" : "OVER"})`);
  return {
    isWithin,
    uses: (question: string, index: string) => (plans.get(question) ?? []).some((line) => line.includes(index)),
  };
}

/** Milliseconds of one question as the probe's role asks it, the start of a client included. */
async function askAs(server: PostgresServer, question: string): Promise<number> {
  const begun = performance.now();
  await server.sql(`set local role tocsin_probe; select count(*) from tocsin_probe.${question}()`, "authenticator");
  return performance.now() - begun;
}

process.exitCode = (await main()) ? 0 : 1;
