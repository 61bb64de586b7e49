namespace Onbehalf.Tests.Demo;

/// <summary>
/// More questions as people type them: rows by number, dates without a preposition, ages, numbers of categories, rankings of some rows, typing errors.
/// </summary>
internal static class PlannerTypedQuestions
{
    private const string Company = "company";
    private const string Expenses = "expenses";

    public static TheoryData<string, string, string, string> Answered { get; } = new()
    {
        { "carol", "top 3 owners by won amount", Company, "SELECT owner, sum(amount) AS total_amount FROM deals WHERE stage = 'won' GROUP BY 1 ORDER BY 2 DESC LIMIT 3" },
        { "carol", "bottom 3 owners by lost amount", Company, "SELECT owner, sum(amount) AS total_amount FROM deals WHERE stage = 'lost' GROUP BY 1 ORDER BY 2 LIMIT 3" },
        { "carol", "top 5 customers by won amount", Company, "SELECT customers.name, sum(amount) AS total_amount FROM deals JOIN customers ON customers.id = customer_id WHERE stage = 'won' GROUP BY 1 ORDER BY 2 DESC LIMIT 5" },
        { "carol", "top 3 owners by number of won deals", Company, "SELECT owner, count(*) AS count FROM deals WHERE stage = 'won' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 3" },
        { "carol", "is deal 17 won", Company, "SELECT id FROM deals WHERE id = 17 AND stage = 'won'" },
        { "carol", "is deal 17 lost", Company, "SELECT id FROM deals WHERE id = 17 AND stage = 'lost'" },
        { "carol", "was deal 3 lost", Company, "SELECT id FROM deals WHERE id = 3 AND stage = 'lost'" },
        { "carol", "when was deal 17 closed", Company, "SELECT closed_on FROM deals WHERE id = 17" },
        { "carol", "when was ticket 5 opened", Company, "SELECT opened_on FROM tickets WHERE id = 5" },
        { "carol", "when was the biggest deal closed", Company, "SELECT closed_on FROM deals WHERE closed_on IS NOT NULL ORDER BY amount DESC LIMIT 1" },
        { "carol", "who is assigned to ticket 5", Company, "SELECT assignee FROM tickets WHERE id = 5" },
        { "carol", "deals opened more than 30 days ago", Company, "SELECT id FROM deals WHERE created_on < '2026-10-24' ORDER BY id LIMIT 50" },
        { "carol", "deals closed more than 2 months ago", Company, "SELECT id FROM deals WHERE closed_on < '2026-09-23' ORDER BY id LIMIT 50" },
        { "carol", "how many tickets were opened over a week ago", Company, "SELECT count(*) AS count FROM tickets WHERE opened_on < '2026-11-16'" },
        { "carol", "tickets opened less than 3 days ago", Company, "SELECT id FROM tickets WHERE opened_on > '2026-11-20' ORDER BY id LIMIT 50" },
        { "carol", "how many tickets were opened 3 days ago", Company, "SELECT count(*) AS count FROM tickets WHERE opened_on = '2026-11-20'" },
        { "carol", "tickets open for more than 30 days", Company, "SELECT id FROM tickets WHERE closed_on IS NULL AND opened_on < '2026-10-24' ORDER BY id LIMIT 50" },
        { "carol", "how many employees were hired more than 10 years ago", Company, "SELECT count(*) AS count FROM employees WHERE hired_on < '2016-11-23'" },
        { "carol", "how many deals 2025", Company, "SELECT count(*) AS count FROM deals WHERE created_on >= '2025-01-01' AND created_on < '2026-01-01'" },
        { "carol", "2025 deals by region", Company, "SELECT region, count(*) AS count FROM deals WHERE created_on >= '2025-01-01' AND created_on < '2026-01-01' GROUP BY 1 ORDER BY 2 DESC" },
        { "carol", "won deals 2025", Company, "SELECT id FROM deals WHERE stage = 'won' AND closed_on >= '2025-01-01' AND closed_on < '2026-01-01' ORDER BY id LIMIT 50" },
        { "carol", "how many deals in 2025 and 2026", Company, "SELECT count(*) AS count FROM deals WHERE created_on >= '2025-01-01' AND created_on < '2027-01-01'" },
        { "carol", "total expenses in October and November", Expenses, "SELECT sum(amount) AS total_amount FROM expenses WHERE spent_on >= '2026-10-01' AND spent_on < '2026-12-01'" },
        { "carol", "how many regions are there", Company, "SELECT DISTINCT region FROM customers ORDER BY 1" },
        { "carol", "how many different industries", Company, "SELECT DISTINCT industry FROM customers ORDER BY 1" },
        { "carol", "how many categories of expenses", Expenses, "SELECT DISTINCT category FROM expenses ORDER BY 1" },
        { "carol", "latest deals by closing date", Company, "SELECT closed_on FROM deals WHERE closed_on IS NOT NULL ORDER BY closed_on DESC LIMIT 5" },
        { "carol", "show me the last ten expenses", Expenses, "SELECT spent_on FROM expenses ORDER BY spent_on DESC LIMIT 10" },
        { "carol", "newest 3 hires", Company, "SELECT name FROM employees ORDER BY hired_on DESC LIMIT 3" },
        { "carol", "longest serving employee", Company, "SELECT name FROM employees ORDER BY hired_on LIMIT 1" },
        { "carol", "what is the biggest deal ever", Company, "SELECT id FROM deals ORDER BY amount DESC LIMIT 1" },
        { "carol", "who earns more than 150k", Company, "SELECT id FROM employees WHERE salary > 150000 ORDER BY id" },
        { "carol", "who earns between 100k and 120k", Company, "SELECT id FROM employees WHERE salary BETWEEN 100000 AND 120000 ORDER BY id" },
        { "carol", "how many non-won deals", Company, "SELECT count(*) AS count FROM deals WHERE stage <> 'won'" },
        { "carol", "wich deals are open", Company, "SELECT id FROM deals WHERE closed_on IS NULL ORDER BY id LIMIT 50" },
        { "carol", "tickets by priority / only open ones", Company, "SELECT priority, count(*) AS count FROM tickets WHERE closed_on IS NULL GROUP BY 1 ORDER BY 2 DESC, 1" },
        { "carol", "expenses by category / in total", Expenses, "SELECT category, sum(amount) AS total_amount FROM expenses GROUP BY 1 ORDER BY 2 DESC" },
        { "alice", "employees by salary, highest first", Company, "SELECT salary FROM employees ORDER BY salary DESC LIMIT 50" },
        { "carol", "customers by credit limit, smallest first", Company, "SELECT credit_limit FROM customers ORDER BY credit_limit LIMIT 50" },
        { "carol", "how many deals are between 5 and 6k", Company, "SELECT count(*) AS count FROM deals WHERE amount BETWEEN 5000 AND 6000" },
        { "carol", "how many deals are between 500 and 6k", Company, "SELECT count(*) AS count FROM deals WHERE amount BETWEEN 500 AND 6000" },
    };

    public static TheoryData<string, string, string> NotUnderstood { get; } = new()
    {
        { "carol", "when is christmas", "christmas" },
        { "carol", "tickets opened 2 weeks ago", "weeks ago" },
        { "carol", "top 2025 deals", "2025" },
        { "carol", "who earns less than bob", "bob" },
        { "carol", "deals in EMEA vs APAC", "vs" },
        { "carol", "second largest deal", "second" },
        { "carol", "how many tickets are pending and how many are open", "how many" },
    };

    public static TheoryData<string, string, string> Said { get; } = new()
    {
        { "carol", "who has the most expenses", "That can be their total or their number: ask for “total expenses by employee”" },
        { "carol", "which department has the fewest expenses", "That can be their total or their number" },
        { "carol", "how many deals were open in 2025", "“Open in 2025” can be those that were opened then" },
        { "carol", "open tickets last month", "“Open last month” can be those that were opened then" },
        { "bob", "my open deals / and for mallory", "Rows of yours and rows of mallory are different ones" },
        { "carol", "employees by department / not Sales / and Legal", "I cannot tell whether “Legal” is left out as well" },
        { "carol", "open tickets sorted by priority", "I can sort words only by their letters, which is no order of the priority" },
    };
}
