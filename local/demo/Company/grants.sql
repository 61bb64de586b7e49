-- Who may do what in the company's database, as its DBA wrote it down. Onbehalf brings no rights of its own: this page,
-- enforced by PostgreSQL for each person's own login, is the whole of what the agent can reach for that person.
SET search_path = company;

-- 1. Nothing by default.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON SCHEMA company FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA company FROM PUBLIC;
-- A session variable must not be able to stand for an identity in the middle of a SELECT.
REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC;

-- 2. Everybody on the payroll, the contractors and the auditors find the schema and the list of departments.
GRANT USAGE ON SCHEMA company TO employees, contractors, auditors;
GRANT SELECT ON departments TO employees, contractors, auditors;

-- 3. Colleagues are known to employees, what they earn to HR and the CFO. HR keeps titles and salaries.
GRANT SELECT (id, name, title, department, region, manager_id, hired_on) ON employees TO employees;
GRANT SELECT ON employees TO hr, cfo;
GRANT UPDATE (title, salary) ON employees TO hr;
GRANT SELECT ON org_chart TO employees;

-- 4. Deals and customers belong to a region. Membership of the region's role decides, so everybody in it sees the same rows.
ALTER TABLE deals ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON deals, deal_pipeline TO sales, cfo;
CREATE POLICY deals_of_emea ON deals FOR SELECT TO sales_emea USING (region = 'EMEA');
CREATE POLICY deals_of_amer ON deals FOR SELECT TO sales_amer USING (region = 'AMER');
CREATE POLICY deals_of_apac ON deals FOR SELECT TO sales_apac USING (region = 'APAC');
CREATE POLICY deals_for_the_cfo ON deals FOR SELECT TO cfo USING (true);

ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON customers TO sales, cfo;
CREATE POLICY customers_of_emea ON customers FOR SELECT TO sales_emea USING (region = 'EMEA');
CREATE POLICY customers_of_amer ON customers FOR SELECT TO sales_amer USING (region = 'AMER');
CREATE POLICY customers_of_apac ON customers FOR SELECT TO sales_apac USING (region = 'APAC');
CREATE POLICY customers_for_the_cfo ON customers FOR SELECT TO cfo USING (true);

-- A seller moves only deals of their own. current_user is a name in collation C: without COLLATE "default" the index is not used.
GRANT UPDATE (stage, amount) ON deals TO sales;
CREATE POLICY deals_moved_by_their_owner ON deals FOR UPDATE TO sales
    USING (owner = (SELECT current_user::text COLLATE "default"))
    WITH CHECK (owner = (SELECT current_user::text COLLATE "default"));

-- 5. Support works on the tickets assigned to them and knows whom they are for, not what those customers are worth.
ALTER TABLE tickets ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON tickets TO support, cfo;
CREATE POLICY tickets_of_their_assignee ON tickets FOR SELECT TO support
    USING (assignee = (SELECT current_user::text COLLATE "default"));
CREATE POLICY tickets_for_the_cfo ON tickets FOR SELECT TO cfo USING (true);
GRANT UPDATE (status, priority) ON tickets TO support;
CREATE POLICY tickets_worked_by_their_assignee ON tickets FOR UPDATE TO support
    USING (assignee = (SELECT current_user::text COLLATE "default"))
    WITH CHECK (assignee = (SELECT current_user::text COLLATE "default"));
GRANT SELECT (id, name, region, industry) ON customers TO support;
CREATE POLICY customers_for_support ON customers FOR SELECT TO support USING (true);
