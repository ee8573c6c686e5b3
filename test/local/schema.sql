-- The tables of Cliply and of the tips service, with the columns that their playbooks query, and what a healthy day leaves in
-- them: `tocsin local up` makes them in the emulated database. Nothing here goes bad by the mere passing of time, so that an
-- untouched local stack stays quiet. now() is the emulated time.

create table public.workspaces (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  plan text not null default 'free',
  created_at timestamptz not null default now()
);
create table public.workspace_members (
  workspace_id uuid not null references public.workspaces(id) on delete cascade,
  user_id uuid not null,
  role text not null default 'member' check (role in ('owner', 'admin', 'member')),
  created_at timestamptz not null default now(),
  primary key (workspace_id, user_id)
);
create table public.connected_accounts (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces(id) on delete cascade,
  platform text not null check (platform in ('youtube', 'tiktok')),
  status text not null default 'active' check (status in ('active', 'expired', 'revoked')),
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table public.subscriptions (
  id text primary key,
  workspace_id uuid not null references public.workspaces(id) on delete cascade,
  plan_name text not null,
  status text not null,
  current_period_end timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table public.projects (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces(id) on delete cascade,
  title text not null,
  status text not null default 'ready',
  created_at timestamptz not null default now()
);
create table public.clips (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces(id) on delete cascade,
  project_id uuid not null references public.projects(id) on delete cascade,
  title text not null,
  status text not null default 'ready',
  created_at timestamptz not null default now()
);
create table public.schedules (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces(id) on delete cascade,
  clip_id uuid not null references public.clips(id) on delete cascade,
  connected_account_id uuid references public.connected_accounts(id) on delete set null,
  platform text,
  publish_at timestamptz not null,
  status text not null default 'scheduled' check (status in ('scheduled', 'processing', 'published', 'failed', 'canceled')),
  created_at timestamptz not null default now()
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
  run_after timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index idx_jobs_status_run_after on public.jobs (status, run_after) where status = 'queued';
create table public.profile_photos (
  id uuid primary key default gen_random_uuid(),
  user_id text not null,
  status text not null default 'uploading' check (status in ('uploading', 'processing', 'ready', 'failed')),
  blob_url text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table public.idempotency_keys (
  key text primary key,
  user_id text not null,
  response jsonb,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);

create function public.queue_depth() returns table (kind text, queued_count bigint) language sql stable
  as
  $$ select kind, count(*) from public.jobs where status = 'queued' and run_after <= now() group by kind order by 2 desc $$;
create function public.count_jobs(wanted_status text, job_kind text default null) returns bigint language sql stable as
  $$ select count(*) from public.jobs where status = wanted_status and (job_kind is null or kind = job_kind) $$;

insert into public.workspaces (id, name, plan) values
  ('00000000-0000-4000-8000-000000000001', 'Acme Studio', 'pro'),
  ('00000000-0000-4000-8000-000000000002', 'Side Project', 'free');
insert into public.workspace_members (workspace_id, user_id, role) values
  ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-0000000000a1', 'owner'),
  ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-0000000000a2', 'member'),
  ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-0000000000a3', 'owner');
insert into public.connected_accounts (workspace_id, platform, expires_at)
  select '00000000-0000-4000-8000-000000000001', platform, now() + interval '90 days'
  from unnest(array['youtube', 'tiktok']) platform;
insert into public.subscriptions (id, workspace_id, plan_name, status, current_period_end) values
  ('sub_local', '00000000-0000-4000-8000-000000000001', 'pro', 'active', now() + interval '20 days');
insert into public.projects (id, workspace_id, title) values
  ('00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-000000000001', 'Product tour');
insert into public.clips (workspace_id, project_id, title)
  select '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-0000000000b1', 'Clip ' || n from generate_series(1, 6) n;
insert into public.schedules (workspace_id, clip_id, platform, publish_at, status, created_at)
  select workspace_id, id, 'youtube', now() + case when done then -interval '2 days' else interval '30 days' end,
    case when done then 'published' else 'scheduled' end, now() - interval '3 days'
  from public.clips cross join unnest(array[true, false]) done;
insert into public.jobs (workspace_id, kind, status, attempts, worker_id, last_heartbeat, run_after, created_at, updated_at)
  select '00000000-0000-4000-8000-000000000001', kind, 'done', 1, 'worker-1', made + interval '1 minute', made, made, made + interval '1 minute'
  from unnest(array['TRANSCRIBE', 'HIGHLIGHT_DETECT', 'CLIP_RENDER', 'PUBLISH_YOUTUBE', 'PUBLISH_TIKTOK']) kind,
    generate_series(1, 12) hours, lateral (select now() - make_interval(hours => hours) as made) at;
insert into public.profile_photos (user_id, status, blob_url)
  select 'user_' || n, 'ready', 'https://blob.example.com/avatars/users/' || n || '.png' from generate_series(1, 4) n;
insert into public.idempotency_keys (key, user_id, expires_at)
  select 'key-' || n, 'user_' || n, now() + interval '1 day' from generate_series(1, 3) n;

-- What the app's cron does each minute: a schedule whose time has come, and that has an account to be published on, gets a job.
create function public.scan_schedules() returns bigint language sql as
  $$ with due as (
       update public.schedules set status = 'processing'
       where status = 'scheduled' and connected_account_id is not null and publish_at <= now()
       returning *
     ), made as (
       insert into public.jobs (workspace_id, kind, payload)
       select workspace_id, case platform when 'tiktok' then 'PUBLISH_TIKTOK' else 'PUBLISH_YOUTUBE' end,
         jsonb_build_object('schedule_id', id, 'clip_id', clip_id)
       from due
       returning 1
     ) select count(*) from made $$;
