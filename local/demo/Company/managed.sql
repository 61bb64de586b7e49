-- What the company has on a managed server alone, where no file can lie beside the app: expenses as a table, with the rules of expenses.policy.json.
SET ROLE company_owner;
SET search_path = company;

CREATE TABLE expenses (
    id            integer PRIMARY KEY,
    employee      text NOT NULL,
    employee_name text NOT NULL,
    manager       text,
    department    text NOT NULL,
    amount        numeric(12, 2) NOT NULL,
    currency      text NOT NULL,
    category      text NOT NULL,
    spent_on      date NOT NULL,
    status        text NOT NULL,
    iban          text NOT NULL
);
CREATE INDEX ON expenses (employee);
CREATE INDEX ON expenses (manager);

ALTER TABLE expenses ENABLE ROW LEVEL SECURITY;
GRANT SELECT (id, employee, employee_name, manager, department, amount, currency, category, spent_on, status) ON expenses TO employees, contractors, cfo;
GRANT SELECT ON expenses TO finance;
CREATE POLICY expenses_of_their_own ON expenses FOR SELECT TO employees, contractors
    USING (employee = (SELECT current_user::text COLLATE "default") OR manager = (SELECT current_user::text COLLATE "default"));
CREATE POLICY expenses_for_finance ON expenses FOR SELECT TO cfo, finance USING (true);

RESET ROLE;
