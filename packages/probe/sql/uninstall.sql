-- Takes away all that install.sql added. Nothing else depends on it. Take tocsin_probe out of the exposed schemas first:
-- Supabase's REST interface refuses to work with a schema that is not there.
drop schema if exists tocsin_probe cascade;
drop role if exists tocsin_probe;
notify pgrst, 'reload schema';
