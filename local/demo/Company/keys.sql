-- Keys, indexes, views and triggers, after the rows are in.
SET ROLE company_owner;
SET search_path = company;

ALTER TABLE employees ADD FOREIGN KEY (department) REFERENCES departments (name);
ALTER TABLE employees ADD FOREIGN KEY (manager_id) REFERENCES employees (id);
ALTER TABLE deals ADD FOREIGN KEY (customer_id) REFERENCES customers (id);
ALTER TABLE tickets ADD FOREIGN KEY (customer_id) REFERENCES customers (id);

CREATE INDEX ON employees (department);
CREATE INDEX ON employees (manager_id);
CREATE INDEX ON customers (region);
CREATE INDEX ON deals (region, amount DESC);
CREATE INDEX ON deals (owner);
CREATE INDEX ON deals (customer_id);
CREATE INDEX ON deals (created_on);
CREATE INDEX ON tickets (assignee, status);
CREATE INDEX ON tickets (customer_id);
CREATE INDEX ON tickets (opened_on);

-- Views answer with the rights of whoever reads them, not of their owner.
CREATE VIEW org_chart WITH (security_invoker = true) AS
SELECT person.id, person.name, person.title, person.department, person.region, manager.name AS manager
FROM employees AS person
LEFT JOIN employees AS manager ON manager.id = person.manager_id;

CREATE VIEW deal_pipeline WITH (security_invoker = true) AS
SELECT region, stage, count(*) AS deals, sum(amount) AS amount
FROM deals
WHERE closed_on IS NULL
GROUP BY region, stage;

-- Whoever may change the stage or the status need not be able to write the day it was closed.
CREATE FUNCTION note_closing_day() RETURNS trigger LANGUAGE plpgsql SET search_path = company AS $$
BEGIN
    IF (CASE TG_TABLE_NAME WHEN 'deals' THEN to_jsonb(NEW) ->> 'stage' ELSE to_jsonb(NEW) ->> 'status' END) IN ('won', 'lost', 'closed') THEN
        NEW.closed_on := coalesce(OLD.closed_on, current_date);
    ELSE
        NEW.closed_on := NULL;
    END IF;
    RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION note_closing_day() FROM PUBLIC;
CREATE TRIGGER note_closing_day BEFORE UPDATE OF stage ON deals FOR EACH ROW EXECUTE FUNCTION note_closing_day();
CREATE TRIGGER note_closing_day BEFORE UPDATE OF status ON tickets FOR EACH ROW EXECUTE FUNCTION note_closing_day();

RESET ROLE;
ANALYZE;
