import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectMigration, projectStatements } from "../../../emulators/test/team.ts";
import { functionOf } from "../../../probe/src/statement.ts";

const folder = join(import.meta.dirname, "../../../probe/sql");
export const installSql = projectMigration;
export const uninstallSql = readFileSync(join(folder, "uninstall.sql"), "utf8");

export const questions = ["connections", "table_sizes", ...projectStatements.map(functionOf)].sort();

/** What the probe's role must be refused with 42501, beside every use of every table. */
export const forbidden: readonly (readonly [string, string])[] = [
  ["to read the passwords of roles", "select rolpassword from pg_authid"],
  ["to make a table in public", "create table public.mine (id int)"],
  ["to make a table in its schema", "create table tocsin_probe.mine (id int)"],
  ["to make a function in its schema", "create function tocsin_probe.mine() returns int language sql as 'select 1'"],
  [
    "to replace one of its functions",
    installSql
      .slice(installSql.indexOf("create function tocsin_probe.connections"))
      .replace("create function", "create or replace function"),
  ],
  ["to make a schema", "create schema mine"],
  ["to make a role", "create role mine"],
  ["to give itself rights", "grant select on public.jobs to tocsin_probe"],
  ["to become the owner", "set local role postgres"],
  ["to read a file of the server", "select pg_read_file('PG_VERSION')"],
  ["to run a program on the server", "copy (select 1) to program 'true'"],
  ["to have the server read its settings anew", "select pg_reload_conf()"],
  ["to read by a function that everybody may call", "select public.count_jobs('done')"],
];

/** Code that would run with the rights of a function's owner, if one took this type for the type of that name. */
export const typeShadowing = (type: string) => `
  create temp table opened ();
  create function pg_temp.spy(value pg_catalog.${type}) returns boolean language plpgsql as
    $$ begin raise exception 'ran as %', current_user; end $$;
  create domain pg_temp.${type} as pg_catalog.${type} check (pg_temp.spy(value));`;

/** The types that the functions name in a way that could be shadowed, and more. */
export const shadowedTypes = ["text", "float8", "int4", "int8", "timestamptz", "interval", "bool"];

/** Ways to use a table; each must be refused for every table of the two services. */
export const uses: readonly ((table: string) => string)[] = [
  (table) => `select count(*) from ${table}`,
  (table) => `insert into ${table} default values`,
  (table) => `delete from ${table}`,
  (table) => `truncate ${table}`,
  (table) => `lock table ${table} in access share mode`,
  (table) => `drop table ${table}`,
];

/** Lists tables of the services, one column. */
export const tablesSql =
  "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'public' order by 1";

/** Lists what the role may do and PUBLIC may not, over all that the database holds; one column. */
export const privilegesSql = `
select 'call ' || p.oid::regprocedure as privilege from pg_proc p
  where has_function_privilege('tocsin_probe', p.oid, 'execute') and not has_function_privilege('public', p.oid, 'execute')
union all
select 'use ' || c.oid::regclass from pg_class c
  where c.relkind in ('r', 'v', 'm', 'p', 'f') and has_table_privilege('tocsin_probe', c.oid, 'select,insert,update,delete,truncate,references,trigger')
    and not has_table_privilege('public', c.oid, 'select,insert,update,delete,truncate,references,trigger')
union all
select 'use sequence ' || c.oid::regclass from pg_class c
  where case when c.relkind = 'S' then has_sequence_privilege('tocsin_probe', c.oid, 'usage,select,update') end
union all
select 'use columns of ' || c.oid::regclass from pg_class c
  where c.relkind in ('r', 'v', 'm', 'p', 'f') and has_any_column_privilege('tocsin_probe', c.oid, 'select,insert,update,references')
    and not has_any_column_privilege('public', c.oid, 'select,insert,update,references')
union all
select 'use language ' || l.lanname from pg_language l
  where has_language_privilege('tocsin_probe', l.oid, 'usage') and not has_language_privilege('public', l.oid, 'usage')
union all
select 'use server ' || f.srvname from pg_foreign_server f where has_server_privilege('tocsin_probe', f.oid, 'usage')
union all
select 'create in tablespace ' || t.spcname from pg_tablespace t where has_tablespace_privilege('tocsin_probe', t.oid, 'create')
union all
select 'create in database ' || d.datname from pg_database d where has_database_privilege('tocsin_probe', d.oid, 'create')
union all
select 'run as another: ' || p.oid::regprocedure from pg_proc p
  where p.prosecdef and has_function_privilege('tocsin_probe', p.oid, 'execute') and p.pronamespace <> 'tocsin_probe'::regnamespace
union all
select 'use schema ' || n.nspname from pg_namespace n
  where has_schema_privilege('tocsin_probe', n.oid, 'usage') and not has_schema_privilege('public', n.oid, 'usage')
union all
select 'create in schema ' || n.nspname from pg_namespace n where has_schema_privilege('tocsin_probe', n.oid, 'create')
union all
select 'member of ' || m.roleid::regrole from pg_auth_members m where m.member = 'tocsin_probe'::regrole
union all
select 'owner of ' || d.objid from pg_shdepend d where d.refobjid = 'tocsin_probe'::regrole and d.deptype = 'o'
union all
select 'powers' from pg_roles r where r.rolname = 'tocsin_probe'
  and (r.rolsuper or r.rolinherit or r.rolcreaterole or r.rolcreatedb or r.rolcanlogin or r.rolreplication or r.rolbypassrls)
order by 1`;

/** What `privilegesSql` lists when all is as it should be. */
export const privileges = [...questions.map((name) => `call tocsin_probe.${name}()`), "use schema tocsin_probe"];
