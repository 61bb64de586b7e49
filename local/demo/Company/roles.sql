-- Groups of the directory as roles, and the owner of everything. Run again, it changes nothing.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['company_owner', 'employees', 'contractors', 'auditors', 'hr', 'finance', 'cfo', 'sales', 'sales_emea', 'sales_amer', 'sales_apac', 'support'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', wanted);
        END IF;
    END LOOP;
END
$$;
