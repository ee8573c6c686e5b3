-- Lets the probe ask the questions below of a database, and nothing else.
--
-- Adds one schema (tocsin_probe) and one role (tocsin_probe); changes no table, function or setting that is there.
-- It may be run again at any time, and then makes its schema anew. Run it in one transaction, as the owner of the tables:
--
--   tocsin probe sql | psql --single-transaction --set ON_ERROR_STOP=1 "$DATABASE_URL"
--
-- then add tocsin_probe to the exposed schemas of the project's REST interface. `uninstall.sql` takes all of it away.

-- A table may not be there: then the function that reads it says so when it is called.
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

-- What an earlier version has made there goes: nothing else is in that schema.
drop schema if exists tocsin_probe cascade;
create schema tocsin_probe;
comment on schema tocsin_probe is 'What the monitoring probe may ask: functions only, for the role of the same name.';

-- Every function below runs as its owner, so its path must end with pg_temp: an empty one is searched behind the caller's
-- own temporary types, and a type named "text" there would run the caller's code with the owner's rights
-- (https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY).

-- Connections to any database of the server; a process of the server itself has none.
create function tocsin_probe.connections()
returns table (used bigint, maximum integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(*), current_setting('max_connections')::int
  from pg_catalog.pg_stat_activity a
  where a.datid is not null
$$;

-- Size of the largest tables with their indexes. `row_estimate` is the planner's.
create function tocsin_probe.table_sizes()
returns table (table_name text, bytes bigint, row_estimate bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case n.nspname when 'public' then c.relname::text else n.nspname || '.' || c.relname end,
    pg_catalog.pg_total_relation_size(c.oid), greatest(c.reltuples, 0)::bigint
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'm') and n.nspname !~ '^(pg_|information_schema$)'
  order by 2 desc, 1
  limit 20
$$;

-- The team's statements.

-- A new function may be called by everybody; these by the role alone.
revoke all on schema tocsin_probe from public;
revoke all on all functions in schema tocsin_probe from public;
grant usage on schema tocsin_probe to tocsin_probe;
grant execute on all functions in schema tocsin_probe to tocsin_probe;

reset check_function_bodies;
notify pgrst, 'reload schema';
