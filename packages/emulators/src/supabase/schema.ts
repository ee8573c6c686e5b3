/**
 * Tables of the two monitored services, with the columns that their playbooks query, and the roles that Supabase has.
 * `emulated.now()` stands before `pg_catalog.now()` in the search path, so that SQL sees the emulated clock.
 */
export const schema = `
create role authenticator login noinherit;
create role anon nologin noinherit;
grant anon to authenticator;

create role supabase_read_only_user;
grant pg_read_all_data to supabase_read_only_user;

create schema emulated;
create function emulated.now() returns timestamptz language sql stable as
  $$ select pg_catalog.now() + make_interval(secs => current_setting('emulated.offset_seconds')::float8) $$;
grant usage on schema emulated to public;

-- Connections of the applications. This server has one at most, so its own view tells of the others.
create table emulated.sessions (shown integer not null);
insert into emulated.sessions values (0);
set local allow_system_table_mods = on;
do $body$ begin
  execute 'create or replace view pg_catalog.pg_stat_activity as '
    || rtrim(pg_get_viewdef('pg_catalog.pg_stat_activity'::regclass), ';') || $$
    union all select d.oid, d.datname, 100000 + n, null, u.oid, u.rolname, 'app', null, null, null, null, null, null, null,
      'Client', 'ClientRead', 'idle', null, null, null, '', 'client backend'
    from pg_database d, pg_authid u, emulated.sessions, generate_series(1, shown) n
    where d.datname = current_database() and u.rolname = 'authenticator' $$;
end $body$;
reset allow_system_table_mods;

create table public.workspaces (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  plan text not null default 'free',
  created_at timestamptz not null default emulated.now()
);
create table public.workspace_members (
  workspace_id uuid not null references public.workspaces(id) on delete cascade,
  user_id uuid not null,
  role text not null default 'member' check (role in ('owner', 'admin', 'member')),
  created_at timestamptz not null default emulated.now(),
  primary key (workspace_id, user_id)
);
create table public.connected_accounts (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces(id) on delete cascade,
  platform text not null check (platform in ('youtube', 'tiktok')),
  status text not null default 'active' check (status in ('active', 'expired', 'revoked')),
  expires_at timestamptz,
  created_at timestamptz not null default emulated.now(),
  updated_at timestamptz not null default emulated.now()
);
create table public.subscriptions (
  id text primary key,
  workspace_id uuid not null references public.workspaces(id) on delete cascade,
  plan_name text not null,
  status text not null,
  current_period_end timestamptz,
  created_at timestamptz not null default emulated.now(),
  updated_at timestamptz not null default emulated.now()
);
create table public.projects (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces(id) on delete cascade,
  title text not null,
  status text not null default 'ready',
  created_at timestamptz not null default emulated.now()
);
create table public.clips (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces(id) on delete cascade,
  project_id uuid not null references public.projects(id) on delete cascade,
  title text not null,
  status text not null default 'ready',
  created_at timestamptz not null default emulated.now()
);
create table public.schedules (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces(id) on delete cascade,
  clip_id uuid not null references public.clips(id) on delete cascade,
  connected_account_id uuid references public.connected_accounts(id) on delete set null,
  platform text,
  publish_at timestamptz not null,
  status text not null default 'scheduled' check (status in ('scheduled', 'processing', 'published', 'failed', 'canceled')),
  created_at timestamptz not null default emulated.now()
);
create table public.jobs (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid references public.workspaces(id) on delete cascade,
  kind text not null,
  status text not null default 'queued' check (status in ('queued', 'running', 'done', 'failed')),
  payload jsonb not null default '{}',
  attempts integer not null default 0,
  worker_id text,
  last_heartbeat timestamptz,
  last_error text,
  run_after timestamptz not null default emulated.now(),
  created_at timestamptz not null default emulated.now(),
  updated_at timestamptz not null default emulated.now()
);
create index idx_jobs_status_run_after on public.jobs (status, run_after) where status = 'queued';
create table public.profile_photos (
  id uuid primary key default gen_random_uuid(),
  user_id text not null,
  status text not null default 'uploading' check (status in ('uploading', 'processing', 'ready', 'failed')),
  blob_url text,
  created_at timestamptz not null default emulated.now(),
  updated_at timestamptz not null default emulated.now()
);
create table public.idempotency_keys (
  key text primary key,
  user_id text not null,
  response jsonb,
  created_at timestamptz not null default emulated.now(),
  expires_at timestamptz not null
);

create function public.queue_depth() returns table (kind text, queued_count bigint) language sql stable
  set search_path = emulated, public, pg_catalog as
  $$ select kind, count(*) from public.jobs where status = 'queued' and run_after <= now() group by kind order by 2 desc $$;
create function public.count_jobs(wanted_status text, job_kind text default null) returns bigint language sql stable as
  $$ select count(*) from public.jobs where status = wanted_status and (job_kind is null or kind = job_kind) $$;
`;

/**
 * A healthy past: jobs that were done, posts that went out, and posts that are due in a month. Nothing here goes bad by the
 * mere passing of time, so that an untouched local stack stays quiet.
 */
export const healthyData = `
insert into public.workspaces (id, name, plan) values
  ('00000000-0000-4000-8000-000000000001', 'Acme Studio', 'pro'),
  ('00000000-0000-4000-8000-000000000002', 'Side Project', 'free');
insert into public.workspace_members (workspace_id, user_id, role) values
  ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-0000000000a1', 'owner'),
  ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-0000000000a2', 'member'),
  ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-0000000000a3', 'owner');
insert into public.connected_accounts (workspace_id, platform, expires_at)
  select '00000000-0000-4000-8000-000000000001', platform, emulated.now() + interval '90 days'
  from unnest(array['youtube', 'tiktok']) platform;
insert into public.subscriptions (id, workspace_id, plan_name, status, current_period_end) values
  ('sub_local', '00000000-0000-4000-8000-000000000001', 'pro', 'active', emulated.now() + interval '20 days');
insert into public.projects (id, workspace_id, title) values
  ('00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-000000000001', 'Product tour');
insert into public.clips (workspace_id, project_id, title)
  select '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-0000000000b1', 'Clip ' || n from generate_series(1, 6) n;
insert into public.schedules (workspace_id, clip_id, platform, publish_at, status, created_at)
  select workspace_id, id, 'youtube', emulated.now() + case when done then -interval '2 days' else interval '30 days' end,
    case when done then 'published' else 'scheduled' end, emulated.now() - interval '3 days'
  from public.clips cross join unnest(array[true, false]) done;
insert into public.jobs (workspace_id, kind, status, attempts, worker_id, last_heartbeat, run_after, created_at, updated_at)
  select '00000000-0000-4000-8000-000000000001', kind, 'done', 1, 'worker-1', made + interval '1 minute', made, made, made + interval '1 minute'
  from unnest(array['TRANSCRIBE', 'HIGHLIGHT_DETECT', 'CLIP_RENDER', 'PUBLISH_YOUTUBE', 'PUBLISH_TIKTOK']) kind,
    generate_series(1, 12) hours, lateral (select emulated.now() - make_interval(hours => hours) as made) at;
insert into public.profile_photos (user_id, status, blob_url)
  select 'user_' || n, 'ready', 'https://blob.example.com/avatars/users/' || n || '.png' from generate_series(1, 4) n;
insert into public.idempotency_keys (key, user_id, expires_at)
  select 'key-' || n, 'user_' || n, emulated.now() + interval '1 day' from generate_series(1, 3) n;
`;
