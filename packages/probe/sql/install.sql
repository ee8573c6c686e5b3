-- Lets the probe ask nine questions of a database, and nothing else.
--
-- Adds one schema (tocsin_probe) and one role (tocsin_probe); changes no table, function or setting that is there.
-- It may be run again at any time. Run it in one transaction, as the owner of the monitored tables:
--
--   tocsin probe sql | psql --single-transaction --set ON_ERROR_STOP=1 "$DATABASE_URL"
--
-- then add tocsin_probe to the exposed schemas of the project's REST interface. `uninstall.sql` takes all of it away.

-- Tables of one of the services may not be there: then the function that reads them says so when it is called.
set check_function_bodies = off;

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'tocsin_probe') then
    create role tocsin_probe nologin noinherit;
    -- Whoever reads is never allowed to be what makes the database slow.
    alter role tocsin_probe set statement_timeout = '5s';
  end if;
  -- The role as which Supabase's REST interface connects; it takes on the role that a token names.
  if exists (select from pg_catalog.pg_roles where rolname = 'authenticator') then
    grant tocsin_probe to authenticator;
  end if;
end
$$;

create schema if not exists tocsin_probe;
comment on schema tocsin_probe is 'What the monitoring probe may ask: functions only, for the role of the same name.';

-- Every function below runs as its owner, so its path must end with pg_temp: an empty one is searched behind the caller's
-- own temporary types, and a type named "text" there would run the caller's code with the owner's rights
-- (https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY).

-- One place for the time. Not security definer and without a path of its own, so that it is inlined and indexes apply.
create or replace function tocsin_probe.clock() returns timestamptz
language sql stable as $$ select pg_catalog.now() $$;

-- Jobs that run, and those of them that nobody has heard of for five minutes; one that was never heard counts from when it
-- was made.
create or replace function tocsin_probe.jobs_stuck()
returns table (kind text, running bigint, stuck bigint, oldest_seconds double precision)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select j.kind::text, count(*),
    count(*) filter (where coalesce(j.last_heartbeat, j.created_at) < tocsin_probe.clock() - interval '5 minutes'),
    coalesce(extract(epoch from tocsin_probe.clock() - min(coalesce(j.last_heartbeat, j.created_at)))::float8, 0)
  from public.jobs j
  where j.status = 'running'
  group by j.kind
$$;

-- How jobs of the last 24 hours and of the last 7 days ended, in one pass.
create or replace function tocsin_probe.jobs_outcomes()
returns table (kind text, failed_24h bigint, total_24h bigint, failed_7d bigint, total_7d bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select j.kind::text,
    count(*) filter (where j.status = 'failed' and j.created_at > tocsin_probe.clock() - interval '24 hours'),
    count(*) filter (where j.created_at > tocsin_probe.clock() - interval '24 hours'),
    count(*) filter (where j.status = 'failed'),
    count(*)
  from public.jobs j
  where j.created_at > tocsin_probe.clock() - interval '7 days'
  group by j.kind
$$;

-- Jobs that may run and do not, and for how long the oldest of them has been due.
create or replace function tocsin_probe.jobs_queue()
returns table (kind text, queued bigint, oldest_seconds double precision)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select j.kind::text, count(*), extract(epoch from tocsin_probe.clock() - min(j.run_after))::float8
  from public.jobs j
  where j.status = 'queued' and j.run_after <= tocsin_probe.clock()
  group by j.kind
$$;

-- Posts that should have gone out and are still only planned.
create or replace function tocsin_probe.schedules_overdue()
returns table (overdue bigint, oldest_seconds double precision)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(*), coalesce(extract(epoch from tocsin_probe.clock() - min(s.publish_at))::float8, 0)
  from public.schedules s
  where s.status = 'scheduled' and s.publish_at <= tocsin_probe.clock()
$$;

-- Posts of the last week that have been due for five minutes, and those of them for which no publishing job was made.
create or replace function tocsin_probe.schedules_without_job()
returns table (due bigint, without_job bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with due as materialized (
    select s.id::text as id
    from public.schedules s
    where s.status in ('scheduled', 'processing')
      and s.publish_at <= tocsin_probe.clock() - interval '5 minutes'
      and s.publish_at > tocsin_probe.clock() - interval '7 days'
  )
  select (select count(*) from due), (
    select count(*) from due
    where not exists (
      select from public.jobs j
      where j.kind in ('PUBLISH_YOUTUBE', 'PUBLISH_TIKTOK') and j.payload ->> 'schedule_id' = due.id
    )
  )
$$;

-- The worker is heard through the jobs that it runs. While none runs, work that waits tells for how long it has been
-- silent; without any work it has nothing to say, which is 0.
create or replace function tocsin_probe.worker_heartbeat()
returns table (running bigint, waiting bigint, age_seconds double precision)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with running as (
    select count(*) as jobs, max(coalesce(j.last_heartbeat, j.created_at)) as heard
    from public.jobs j where j.status = 'running'
  ), waiting as (
    select count(*) as jobs, min(j.run_after) as since
    from public.jobs j where j.status = 'queued' and j.run_after <= tocsin_probe.clock()
  )
  select running.jobs, waiting.jobs,
    coalesce(extract(epoch from tocsin_probe.clock() - coalesce(running.heard, waiting.since))::float8, 0)
  from running, waiting
$$;

-- Connections to any database of the server; a process of the server itself has none.
create or replace function tocsin_probe.connections()
returns table (used bigint, maximum integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(*), current_setting('max_connections')::int
  from pg_catalog.pg_stat_activity a
  where a.datid is not null
$$;

-- Size of the key tables with their indexes; null for a table that is not there. `rows` is the planner's estimate.
create or replace function tocsin_probe.table_sizes()
returns table (table_name text, bytes bigint, row_estimate bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.name, pg_catalog.pg_total_relation_size(c.oid), greatest(c.reltuples, 0)::bigint
  from unnest(array['jobs', 'projects', 'clips', 'workspace_members', 'subscriptions']) as t(name)
  left join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass('public.' || pg_catalog.quote_ident(t.name))
$$;

-- Photos of the second service: `stuck` are uploads and conversions older than the hour after which its clean-up takes
-- them away, `orphaned` is all that the next clean-up would, `ready` are the successful ones of the last 24 hours.
create or replace function tocsin_probe.photos()
returns table (stuck bigint, orphaned bigint, ready bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with photos as (
    select p.status,
      p.status in ('uploading', 'processing') and p.created_at < tocsin_probe.clock() - interval '1 hour' as is_stuck,
      p.created_at > tocsin_probe.clock() - interval '24 hours' as is_recent
    from public.profile_photos p
  )
  select count(*) filter (where is_stuck),
    count(*) filter (where is_stuck or status = 'failed'),
    count(*) filter (where is_recent and status = 'ready')
  from photos
$$;

-- A new function may be called by everybody; these by the role alone, and clock() only from within them.
revoke all on schema tocsin_probe from public;
revoke all on all functions in schema tocsin_probe from public;
grant usage on schema tocsin_probe to tocsin_probe;
grant execute on all functions in schema tocsin_probe to tocsin_probe;
revoke execute on function tocsin_probe.clock() from tocsin_probe;

reset check_function_bodies;
notify pgrst, 'reload schema';
