namespace Onbehalf.Tests.Demo;

/// <summary>
/// Questions as people type them, several messages parted by a slash. The demo's day is 2026-11-23, a Monday. Each has the statement whose rows are the
/// right answer, the words that are not understood, or the first words of what is said.
/// </summary>
internal static class PlannerQuestions
{
    private const string Company = "company";
    private const string Expenses = "expenses";

    public static TheoryData<string, string, string, string> Answered { get; } = new()
    {
        // Expenses.
        { "carol", "expenses waiting for approval", Expenses, "SELECT id FROM expenses WHERE status = 'submitted' ORDER BY id LIMIT 50" },
        { "carol", "how many expenses are waiting for approval", Expenses, "SELECT count(*) AS count FROM expenses WHERE status = 'submitted'" },
        { "carol", "unpaid expenses", Expenses, "SELECT id FROM expenses WHERE status <> 'paid' ORDER BY id LIMIT 50" },
        { "carol", "rejected expenses over 1000", Expenses, "SELECT id FROM expenses WHERE status = 'rejected' AND amount > 1000 ORDER BY id LIMIT 50" },
        { "carol", "how much did we spend on travel this year", Expenses, "SELECT sum(amount) AS total_amount FROM expenses WHERE category = 'travel' AND spent_on >= '2026-01-01'" },
        { "carol", "how much was spent on travel last month", Expenses, "SELECT sum(amount) AS total_amount FROM expenses WHERE category = 'travel' AND spent_on >= '2026-10-01' AND spent_on < '2026-11-01'" },
        { "carol", "total expenses per department in 2026", Expenses, "SELECT department, sum(amount) AS total_amount FROM expenses WHERE spent_on >= '2026-01-01' GROUP BY 1 ORDER BY 2 DESC" },
        { "carol", "sum of expenses in Q3", Expenses, "SELECT sum(amount) AS total_amount FROM expenses WHERE spent_on >= '2026-07-01' AND spent_on < '2026-10-01'" },
        { "carol", "total expenses by quarter", Expenses, "SELECT sum(amount) AS total_amount FROM expenses GROUP BY substr(spent_on, 1, 4), (CAST(substr(spent_on, 6, 2) AS integer) + 2) / 3 ORDER BY min(spent_on)" },
        { "carol", "expenses of Bob Lindqvist", Expenses, "SELECT id FROM expenses WHERE employee_name = 'Bob Lindqvist' ORDER BY id LIMIT 50" },
        { "carol", "what categories of expenses are there", Expenses, "SELECT DISTINCT category FROM expenses ORDER BY 1" },
        { "carol", "who spent the most", Expenses, "SELECT employee, sum(amount) AS total_amount FROM expenses GROUP BY 1 ORDER BY 2 DESC LIMIT 1" },
        { "carol", "average expense by category", Expenses, "SELECT category, round(avg(amount), 2) AS average_amount FROM expenses GROUP BY 1 ORDER BY 2 DESC" },
        { "carol", "largest expense in training", Expenses, "SELECT id FROM expenses WHERE category = 'training' ORDER BY amount DESC LIMIT 1" },
        { "frank", "show me my expenses by category", Expenses, "SELECT category, count(*) AS count FROM expenses WHERE employee = 'frank' GROUP BY 1 ORDER BY 2 DESC, 1" },
        { "erin", "how many expenses of my team are submitted", Expenses, "SELECT count(*) AS count FROM expenses WHERE manager = 'erin' AND status = 'submitted'" },
        { "bob", "who is my manager", Expenses, "SELECT DISTINCT manager FROM expenses WHERE employee = 'bob'" },

        // Tickets.
        { "dan", "tickets assigned to me", Company, "SELECT id FROM tickets WHERE assignee = 'dan' ORDER BY id LIMIT 50" },
        { "dan", "my tickets", Company, "SELECT id FROM tickets WHERE assignee = 'dan' ORDER BY id LIMIT 50" },
        { "dan", "oldest open tickets", Company, "SELECT opened_on FROM tickets WHERE closed_on IS NULL ORDER BY opened_on LIMIT 5" },
        { "dan", "how many open tickets do I have", Company, "SELECT count(*) AS count FROM tickets WHERE closed_on IS NULL" },
        { "dan", "how many tickets per status", Company, "SELECT status, count(*) AS count FROM tickets GROUP BY 1 ORDER BY 2 DESC" },
        { "dan", "tickets by priority", Company, "SELECT priority, count(*) AS count FROM tickets GROUP BY 1 ORDER BY 2 DESC" },
        { "dan", "urgent tickets", Company, "SELECT id FROM tickets WHERE priority = 'urgent' ORDER BY id LIMIT 50" },
        { "dan", "tickets with priority high", Company, "SELECT id FROM tickets WHERE priority = 'high' ORDER BY id LIMIT 50" },
        { "dan", "how many tickets are older than 30 days", Company, "SELECT count(*) AS count FROM tickets WHERE opened_on < '2026-10-24'" },
        { "dan", "tickets opened in the last 7 days", Company, "SELECT id FROM tickets WHERE opened_on >= '2026-11-16' ORDER BY id" },
        { "dan", "which customer has the most tickets", Company, "SELECT customers.name, count(*) AS count FROM tickets JOIN customers ON customers.id = tickets.customer_id GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1" },
        { "dan", "tickets of Falcon Labs", Company, "SELECT tickets.id FROM tickets JOIN customers ON customers.id = customer_id WHERE name = 'Falcon Labs' ORDER BY 1" },
        { "dan", "how many tickets in AMER", Company, "SELECT count(*) AS count FROM tickets JOIN customers ON customers.id = customer_id WHERE region = 'AMER'" },
        { "carol", "tickets by status and priority", Company, "SELECT status, priority, count(*) AS count FROM tickets GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2" },

        // Employees and salaries.
        { "alice", "employees hired since 2020", Company, "SELECT id FROM employees WHERE hired_on >= '2020-01-01' ORDER BY id LIMIT 50" },
        { "alice", "how many employees joined each year?", Company, "SELECT to_char(hired_on, 'YYYY') AS year, count(*) AS count FROM employees GROUP BY 1 ORDER BY 1" },
        { "alice", "employees without a manager", Company, "SELECT id FROM employees WHERE manager_id IS NULL" },
        { "alice", "how many employees have no manager", Company, "SELECT count(*) AS count FROM employees WHERE manager_id IS NULL" },
        { "alice", "employees hired between 2020 and 2022", Company, "SELECT id FROM employees WHERE hired_on >= '2020-01-01' AND hired_on < '2023-01-01' ORDER BY id LIMIT 50" },
        { "alice", "employees hired before 2018", Company, "SELECT id FROM employees WHERE hired_on < '2018-01-01' ORDER BY id LIMIT 50" },
        { "alice", "how many people joined this year", Company, "SELECT count(*) AS count FROM employees WHERE hired_on >= '2026-01-01'" },
        { "alice", "who earns the most", Company, "SELECT name, salary FROM employees ORDER BY salary DESC LIMIT 1" },
        { "alice", "total payroll", Company, "SELECT sum(salary) AS total_salary FROM employees" },
        { "carol", "salary cost by department", Company, "SELECT department, sum(salary) AS total_salary FROM employees GROUP BY 1 ORDER BY 2 DESC" },
        { "alice", "which department has the highest average salary", Company, "SELECT department, round(avg(salary), 2) AS average_salary FROM employees GROUP BY 1 ORDER BY 2 DESC LIMIT 1" },
        { "alice", "which department has the most employees", Company, "SELECT department, count(*) AS count FROM employees GROUP BY 1 ORDER BY 2 DESC LIMIT 1" },
        { "alice", "which department has the lowest salary", Company, "SELECT department, min(salary) AS lowest_salary FROM employees GROUP BY 1 ORDER BY 2 LIMIT 1" },
        { "alice", "which employee has the highest salary", Company, "SELECT name FROM employees ORDER BY salary DESC LIMIT 1" },
        { "alice", "employees earning more than 150k", Company, "SELECT id FROM employees WHERE salary > 150000 ORDER BY id" },
        { "alice", "how many employees work in Sales in EMEA", Company, "SELECT count(*) AS count FROM employees WHERE department = 'Sales' AND region = 'EMEA'" },
        { "alice", "employees in Human Resources", Company, "SELECT id FROM employees WHERE department = 'Human Resources' ORDER BY id" },
        { "alice", "list all employees", Company, "SELECT id FROM employees ORDER BY id" },
        { "alice", "who is the newest employee", Company, "SELECT name FROM employees ORDER BY hired_on DESC LIMIT 1" },
        { "frank", "how many employees", Company, "SELECT count(*) AS count FROM employees" },

        // Deals and customers.
        { "bob", "deals won last month", Company, "SELECT id FROM deals WHERE stage = 'won' AND closed_on >= '2026-10-01' AND closed_on < '2026-11-01' ORDER BY id" },
        { "bob", "deals closed last month", Company, "SELECT id FROM deals WHERE closed_on >= '2026-10-01' AND closed_on < '2026-11-01' ORDER BY id LIMIT 50" },
        { "bob", "deals closed in October 2026", Company, "SELECT id FROM deals WHERE closed_on >= '2026-10-01' AND closed_on < '2026-11-01' ORDER BY id LIMIT 50" },
        { "bob", "how many deals / closed in October 2026", Company, "SELECT count(*) AS count FROM deals WHERE closed_on >= '2026-10-01' AND closed_on < '2026-11-01'" },
        { "bob", "deals closing this quarter", Company, "SELECT id FROM deals WHERE closed_on >= '2026-10-01' AND closed_on < '2027-01-01' ORDER BY id LIMIT 50" },
        { "bob", "csv of all deals", Company, "SELECT id FROM deals ORDER BY id" },
        { "bob", "biggest customers by credit limit", Company, "SELECT name, credit_limit FROM customers ORDER BY credit_limit DESC LIMIT 5" },
        { "bob", "which customer has the highest credit limit", Company, "SELECT name, credit_limit FROM customers ORDER BY credit_limit DESC LIMIT 1" },
        { "bob", "whats my pipeline worth", Company, "SELECT sum(amount) AS total_amount FROM deals WHERE closed_on IS NULL AND owner = 'bob'" },
        { "bob", "average deal size by region", Company, "SELECT region, round(avg(amount), 2) AS average_amount FROM deals GROUP BY 1" },
        { "bob", "deals between 100k and 120k", Company, "SELECT id FROM deals WHERE amount BETWEEN 100000 AND 120000 ORDER BY id" },
        { "bob", "deals worth more than 400k", Company, "SELECT id FROM deals WHERE amount > 400000 ORDER BY id" },
        { "bob", "deals of Raven Labs", Company, "SELECT deals.id FROM deals JOIN customers ON customers.id = customer_id WHERE name = 'Raven Labs' ORDER BY 1" },
        { "bob", "how many deals in Retail", Company, "SELECT count(*) AS count FROM deals JOIN customers ON customers.id = customer_id WHERE industry = 'Retail'" },
        { "bob", "deals with amount over 50k and stage won", Company, "SELECT id FROM deals WHERE amount > 50000 AND stage = 'won' ORDER BY id LIMIT 50" },
        { "bob", "deals owned by bob", Company, "SELECT id FROM deals WHERE owner = 'bob' ORDER BY id LIMIT 50" },
        { "bob", "which customer has the most deals", Company, "SELECT customers.name, count(*) AS count FROM deals JOIN customers ON customers.id = customer_id GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1" },
        { "bob", "newest customers", Company, "SELECT customer_since FROM customers ORDER BY customer_since DESC LIMIT 5" },
        { "bob", "customers since 2020", Company, "SELECT id FROM customers WHERE customer_since >= '2020-01-01' ORDER BY id LIMIT 50" },
        { "bob", "deals created in the last 30 days by stage", Company, "SELECT stage, count(*) AS count FROM deals WHERE created_on >= '2026-10-24' GROUP BY 1 ORDER BY 2 DESC, 1" },
        { "bob", "won deals by month this year", Company, "SELECT to_char(closed_on, 'YYYY-MM') AS month, count(*) AS count FROM deals WHERE stage = 'won' AND closed_on >= '2026-01-01' GROUP BY 1 ORDER BY 1" },
        { "bob", "deals won or lost this month", Company, "SELECT id FROM deals WHERE stage IN ('won', 'lost') AND closed_on >= '2026-11-01' ORDER BY id LIMIT 50" },
        { "bob", "deals from January to March 2026", Company, "SELECT id FROM deals WHERE created_on >= '2026-01-01' AND created_on < '2026-04-01' ORDER BY id LIMIT 50" },
        { "carol", "how many deals in EMEA and AMER", Company, "SELECT count(*) AS count FROM deals WHERE region IN ('EMEA', 'AMER')" },
        { "carol", "how many deals not in EMEA", Company, "SELECT count(*) AS count FROM deals WHERE region <> 'EMEA'" },
        { "carol", "which region has the most deals", Company, "SELECT region, count(*) AS count FROM deals GROUP BY 1 ORDER BY 2 DESC LIMIT 1" },
        { "carol", "who has the most open deals", Company, "SELECT owner, count(*) AS count FROM deals WHERE closed_on IS NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1" },
        { "carol", "who won the most deals last month", Company, "SELECT owner, count(*) AS count FROM deals WHERE stage = 'won' AND closed_on >= '2026-10-01' AND closed_on < '2026-11-01' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1" },
        { "carol", "which regions are there", Company, "SELECT DISTINCT region FROM deals ORDER BY 1" },

        // Questions that continue the one before.
        { "carol", "how many deals by stage / and by region", Company, "SELECT region, count(*) AS count FROM deals GROUP BY 1 ORDER BY 2 DESC, 1" },
        { "carol", "how many deals by stage / only EMEA", Company, "SELECT stage, count(*) AS count FROM deals WHERE region = 'EMEA' GROUP BY 1 ORDER BY 2 DESC, 1" },
        { "carol", "how many deals by stage / just EMEA / just APAC", Company, "SELECT stage, count(*) AS count FROM deals WHERE region = 'APAC' GROUP BY 1 ORDER BY 2 DESC, 1" },
        { "carol", "how many deals by stage / what about APAC", Company, "SELECT stage, count(*) AS count FROM deals WHERE region = 'APAC' GROUP BY 1 ORDER BY 2 DESC, 1" },
        { "alice", "average salary by department / as a chart", Company, "SELECT department, round(avg(salary), 2) AS average_salary FROM employees GROUP BY 1 ORDER BY 2 DESC" },
        { "alice", "average salary by department / show that as a bar chart", Company, "SELECT department, round(avg(salary), 2) AS average_salary FROM employees GROUP BY 1 ORDER BY 2 DESC" },
        { "alice", "average salary by department / sort by highest", Company, "SELECT department, round(avg(salary), 2) AS average_salary FROM employees GROUP BY 1 ORDER BY 2 DESC" },
        { "alice", "average salary by department / sort by lowest", Company, "SELECT department, round(avg(salary), 2) AS average_salary FROM employees GROUP BY 1 ORDER BY 2" },
        { "bob", "how many deals by stage / this year / only won / by owner", Company, "SELECT owner, count(*) AS count FROM deals WHERE stage = 'won' AND closed_on >= '2026-01-01' GROUP BY 1 ORDER BY 2 DESC, 1" },
    };

    public static TheoryData<string, string, string> NotUnderstood { get; } = new()
    {
        { "bob", "customers in Germany", "Germany" },
        { "bob", "how many customers in Germany", "Germany" },
        { "bob", "how many deals by stage / just LATAM", "LATAM" },
        { "bob", "how many deals by stage / bananas", "bananas" },
        { "bob", "deals in EMEA and AMER", "AMER" },
        { "bob", "how are we doing this quarter", "how are we doing this quarter" },
        { "bob", "compare this quarter with last", "compare this quarter with last" },
        { "bob", "closed in October 2026", "closed in October 2026" },
        { "bob", "what is the weather today", "weather" },
        { "bob", "deals I lost", "I" },
        { "bob", "deals over 50%", "%" },
        { "carol", "customers in the US", "US" },
        { "alice", "how many employees in IT", "IT" },
        { "alice", "show me 5 employees of the month", "month" },
        { "bob", "show me 5 deals", "5" },
        { "carol", "expenses over 500 dollars", "dollars" },
        { "bob", "deals trend", "trend" },
        { "bob", "delete all deals", "delete" },
        { "bob", "deals that are neither won nor lost", "neither" },
        { "bob", "which deals close next month", "next" },
        { "carol", "approve expense 12", "approve" },
        { "carol", "customers with more than 5 deals", "more than 5 deals" },
        { "alice", "highest and lowest salary", "lowest" },
        { "alice", "tell me a joke", "tell me a joke" },
        { "alice", "which employees will leave", "leave" },
    };

    public static TheoryData<string, string, string> Said { get; } = new()
    {
        { "bob", "who am I", "You are Bob." },
        { "bob", "who are you", "I am the demo planner" },
        { "dan", "what can you do", "I am the demo planner" },
        { "frank", "help", "I am the demo planner" },
        { "carol", "What data can you see for me?", "I am the demo planner" },
        { "frank", "are you an AI?", "I am the demo planner" },
        { "frank", "who accessed salary data this week", "Who asked for which data, and when, is in the audit" },
        { "bob", "my salary", "I could not find “salary” in the data you may see" },
        { "bob", "top 5 open deals / sort by oldest", "That has an order of its own" },
        { "alice", "my salary", "Employees do not say whose a row is" },
        { "bob", "tickets by priority", "I could not find “tickets” in the data you may see" },
        { "bob", "revenue by month this year", "I could not find “revenue” in the data you may see" },
        { "dan", "salary by department", "I could not find “salary” in the data you may see" },
        { "alice", "tickets assigned to me", "I could not find “tickets” in the data you may see" },
        { "alice", "as a chart", "I did not understand “as a chart”" },
        { "alice", "employees by week", "I can group by day, month, quarter and year, not by week." },
        { "bob", "can I expense a taxi", "There is no wiki" },
        { "bob", "summarize the travel policy", "There is no wiki" },
    };
}
