import { rowOf, sqlProbe, times } from "tocsin";

/** What only Cliply's database and that of the tips service know: each a statement that the probe asks once a minute. */
const database = "cliply-database";

/** A kind of job that no worker knows: whoever takes such a job up can do nothing with it. Of this kind are a drill's jobs. */
const drillKind = "TOCSIN_DRILL";
const drillJob = { kind: drillKind, worker_id: "tocsin-drill" };
const drillTags = { kind: drillKind };

/**
 * Every kind of job of which there is one, and those that are told of also when there is none, so that an alert on them
 * recovers.
 */
const kindsWhere = (where: string) => `(
    select unnest(array['PUBLISH_YOUTUBE', 'PUBLISH_TIKTOK', 'CLIP_RENDER', 'TRANSCRIBE', 'HIGHLIGHT_DETECT', '${drillKind}']) as kind
    union select j.kind from public.jobs j where ${where}
  ) k`;

/**
 * A running job without a heartbeat counts from when it was taken, which is the last change of its row: it may have been made a week
 * ago for today.
 */
const lastSeen = "coalesce(j.last_heartbeat, greatest(j.created_at, j.run_after, j.updated_at))";

export const jobsStuck = sqlProbe({
  id: "jobs-stuck",
  service: database,
  metric: "cliply.probe.jobs.stuck",
  unit: "jobs",
  tags: ["kind"],
  sql: `
  select k.kind, count(j.id)
  from ${kindsWhere("j.status = 'running'")}
  left join public.jobs j
    on j.kind = k.kind and j.status = 'running' and ${lastSeen} < now() - interval '5 minutes'
  group by k.kind`,
  drill: {
    what: "a job that runs without a heartbeat",
    rows: {
      jobs: [
        {
          ...drillJob,
          status: "running",
          last_heartbeat: "now() - interval '1 hour'",
          created_at: "now() - interval '1 hour'",
        },
      ],
    },
    tags: drillTags,
    moves: ["worker-heartbeat"],
  },
});

/** How jobs of a time ended: failed ones, and all. */
const outcomes = (time: string) => `
  select k.kind, count(j.id) filter (where j.status = 'failed'), count(j.id)
  from ${kindsWhere("j.created_at > now() - interval '7 days'")}
  left join public.jobs j on j.kind = k.kind and j.created_at > now() - interval '${time}'
  group by k.kind`;

/** One failure of two is no rate. */
const share = { minimum: 10, whole: "jobs", part: "failed" };
const failedJobs = {
  what: "jobs that failed",
  rows: {
    jobs: times(200, {
      ...drillJob,
      status: "failed",
      last_error: "a drill",
      created_at: "now() - interval '1 minute'",
    }),
  },
  tags: drillTags,
  moves: ["jobs-failure-rate", "jobs-failure-rate-7d"],
};

export const jobsFailureRate = sqlProbe({
  id: "jobs-failure-rate",
  service: database,
  metric: "cliply.probe.jobs.failure_rate_pct",
  unit: "%",
  tags: ["kind"],
  sql: outcomes("24 hours"),
  share,
  drill: failedJobs,
});

export const jobsFailureRateOfWeek = sqlProbe({
  id: "jobs-failure-rate-7d",
  service: database,
  metric: "cliply.probe.jobs.failure_rate_7d_pct",
  unit: "%",
  tags: ["kind"],
  sql: outcomes("7 days"),
  share,
  drill: failedJobs,
});

const isDue = "j.status = 'queued' and j.run_after <= now()";
const queueMoves = ["jobs-queued", "jobs-queued-oldest", "worker-heartbeat"];

export const jobsQueued = sqlProbe({
  id: "jobs-queued",
  service: database,
  metric: "cliply.probe.jobs.queued",
  unit: "jobs",
  tags: ["kind"],
  sql: `
  select k.kind, count(j.id)
  from ${kindsWhere(isDue)}
  left join public.jobs j on j.kind = k.kind and ${isDue}
  group by k.kind`,
  drill: {
    what: "jobs that wait",
    rows: {
      jobs: times(301, {
        ...drillJob,
        status: "queued",
        run_after: "now() - interval '1 minute'",
        created_at: "now() - interval '1 minute'",
      }),
    },
    tags: drillTags,
    moves: queueMoves,
  },
});

export const jobsQueuedOldest = sqlProbe({
  id: "jobs-queued-oldest",
  service: database,
  metric: "cliply.probe.jobs.queued_oldest_seconds",
  unit: "s",
  tags: ["kind"],
  sql: `
  select k.kind, coalesce(extract(epoch from now() - min(j.run_after)), 0)
  from ${kindsWhere(isDue)}
  left join public.jobs j on j.kind = k.kind and ${isDue}
  group by k.kind`,
  drill: {
    what: "a job that has waited too long",
    rows: {
      jobs: [
        {
          ...drillJob,
          status: "queued",
          run_after: "now() - interval '40 minutes'",
          created_at: "now() - interval '40 minutes'",
        },
      ],
    },
    tags: drillTags,
    moves: queueMoves,
  },
});

/**
 * The worker shows through the jobs that it runs. While none runs, work that waits shows for how long it has been silent;
 * without any work it has nothing to say, which is 0. A clock that is a little ahead is none of before; a heartbeat from further
 * in the future would hide a worker that has died since, so it is not judged, and `daily` says so.
 */
export const workerHeartbeat = sqlProbe({
  id: "worker-heartbeat",
  service: database,
  metric: "cliply.probe.worker.heartbeat_age_seconds",
  unit: "s",
  sql: `
  select case when w.seen > now() + interval '1 minute' then null
    else greatest(0, coalesce(extract(epoch from now() - w.seen), 0)) end
  from (select coalesce(
    (select max(${lastSeen}) from public.jobs j where j.status = 'running'),
    (select min(j.run_after) from public.jobs j where ${isDue})
  ) as seen) w`,
  drill: {
    what: "a job whose worker has gone silent",
    rows: {
      jobs: [
        {
          ...drillJob,
          status: "running",
          last_heartbeat: "now() - interval '70 minutes'",
          created_at: "now() - interval '70 minutes'",
        },
      ],
    },
    moves: ["jobs-stuck"],
  },
});

/** Posts of a workspace of the drill's own, which has no account to publish to, whose time has passed. */
const latePosts = (count: number, since: string) => ({
  what: "posts of a workspace of the drill's own, which has no account to publish to, whose time has passed",
  rows: {
    workspaces: [{ name: "tocsin-drill" }],
    projects: [{ workspace_id: rowOf("workspaces"), title: "tocsin-drill" }],
    clips: [{ workspace_id: rowOf("workspaces"), project_id: rowOf("projects"), title: "tocsin-drill" }],
    schedules: times(count, {
      workspace_id: rowOf("workspaces"),
      clip_id: rowOf("clips"),
      platform: "youtube",
      status: "scheduled",
      publish_at: `now() - interval '${since}'`,
    }),
  },
  pausesCron: "/api/cron/scan-schedules",
  removes: { jobs: "payload->>schedule_id" },
  moves: ["schedules-overdue", "schedules-overdue-oldest", "schedules-without-job"],
});

const isLate = "s.status = 'scheduled' and s.publish_at <= now()";

export const schedulesOverdue = sqlProbe({
  id: "schedules-overdue",
  service: database,
  metric: "cliply.probe.schedules.overdue",
  unit: "schedules",
  sql: `select count(*) from public.schedules s where ${isLate}`,
  drill: latePosts(61, "2 minutes"),
});

export const schedulesOverdueOldest = sqlProbe({
  id: "schedules-overdue-oldest",
  service: database,
  metric: "cliply.probe.schedules.overdue_oldest_seconds",
  unit: "s",
  sql: `select coalesce(extract(epoch from now() - min(s.publish_at)), 0) from public.schedules s where ${isLate}`,
  drill: latePosts(1, "20 minutes"),
});

/** Posts of the last week that have been due for five minutes, and for which no publishing job was made. */
export const schedulesWithoutJob = sqlProbe({
  id: "schedules-without-job",
  service: database,
  metric: "cliply.probe.schedules.without_job",
  unit: "schedules",
  sql: `
  with due as materialized (
    select s.id::text as id
    from public.schedules s
    where s.status in ('scheduled', 'processing')
      and s.publish_at <= now() - interval '5 minutes' and s.publish_at > now() - interval '7 days'
  )
  select count(*) from due
  where not exists (
    select from public.jobs j
    where j.kind in ('PUBLISH_YOUTUBE', 'PUBLISH_TIKTOK') and j.payload ->> 'schedule_id' = due.id
  )`,
  drill: latePosts(1, "15 minutes"),
});

/** An upload or conversion is stuck after the hour after which the clean-up takes it away. */
const isStuck = "p.status in ('uploading', 'processing') and p.created_at < now() - interval '1 hour'";
const stuckPhotos = (count: number) => ({
  what: "uploads that never ended",
  rows: {
    profile_photos: times(count, {
      user_id: "tocsin-drill",
      status: "uploading",
      created_at: "now() - interval '2 hours'",
    }),
  },
});

/** Stuck uploads beside the successful ones of a day; of fewer than 10 no ratio is told. */
export const photosStuckRatio = sqlProbe({
  id: "photos-stuck-ratio",
  service: database,
  metric: "tips.probe.photos.stuck_ratio_pct",
  unit: "% of a day's successful uploads",
  sql: `
  select case when c.stuck = 0 then 0 when c.stuck + c.ready < 10 then null when c.ready = 0 then 100
    else 100.0 * c.stuck / c.ready end
  from (
    select count(*) filter (where ${isStuck}) as stuck,
      count(*) filter (where p.status = 'ready' and p.created_at > now() - interval '24 hours') as ready
    from public.profile_photos p
  ) c`,
  drill: stuckPhotos(200),
});

export const photosOrphaned = sqlProbe({
  id: "photos-orphaned",
  service: database,
  metric: "tips.probe.photos.orphaned",
  unit: "records",
  sql: `select count(*) from public.profile_photos p where p.status = 'failed' or (${isStuck})`,
  drill: stuckPhotos(601),
});
