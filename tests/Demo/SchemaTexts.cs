namespace Onbehalf.Tests.Demo;

/// <summary>The output of describe_data for each speaker.</summary>
internal static class SchemaTexts
{
    private const string Shared = """
        - company.departments(id integer, name text, cost_center text, location text); all rows

        """;

    private const string Colleagues = """
        - company.employees(id integer, name text, title text, department text, region text, manager_id integer, hired_on date); all rows; department -> company.departments.name; manager_id -> company.employees.id
        - company.org_chart(id integer, name text, title text, department text, region text, manager text); all rows

        """;

    private const string Expenses = """
        source expenses (SQLite SQL)
        - expenses(id INTEGER, employee TEXT, employee_name TEXT, manager TEXT, department TEXT, amount NUMERIC, currency TEXT, category TEXT, spent_on DATE, status TEXT); employee is you
        """;

    public static string For(string speaker) => "source company (PostgreSQL SQL)\n" + speaker switch
    {
        "alice" => Shared + Colleagues.Replace("hired_on date)", "hired_on date, salary numeric(12,2))", StringComparison.Ordinal),
        "bob" => """
            - company.customers(id integer, name text, region text, industry text, customer_since date, credit_limit numeric(12,2)); rows where (region = 'EMEA'::text)
            - company.deal_pipeline(region text, stage text, deals bigint, amount numeric); all rows
            - company.deals(id integer, title text, customer_id integer, region text, owner text, amount numeric(12,2), stage text, created_on date, closed_on date); rows where (region = 'EMEA'::text); customer_id -> company.customers.id

            """ + Shared + Colleagues,
        _ => """
            - company.customers(id integer, name text, region text, industry text); all rows
            - company.tickets(id integer, subject text, customer_id integer, assignee text, priority text, status text, opened_on date, closed_on date); rows where assignee is you; customer_id -> company.customers.id

            """ + Shared,
    } + Expenses;
}
