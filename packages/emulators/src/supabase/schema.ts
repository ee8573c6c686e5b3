/**
 * The roles that Supabase has, and the emulated clock. The tables are the project's: `--schema FILE` names them.
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
`;
