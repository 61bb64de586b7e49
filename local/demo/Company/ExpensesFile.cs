using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Onbehalf.Demo.Company;

/// <summary>Writes the expenses to a SQLite file. SQLite has no users: the policy file beside it defines who may read what.</summary>
public static class ExpensesFile
{
    public const string FileName = "expenses.db";
    public const string PolicyName = "expenses.policy.json";

    private const string Schema = """
        CREATE TABLE expenses (
            id            INTEGER PRIMARY KEY,
            employee      TEXT NOT NULL,
            employee_name TEXT NOT NULL,
            manager       TEXT,
            department    TEXT NOT NULL,
            amount        NUMERIC NOT NULL,
            currency      TEXT NOT NULL,
            category      TEXT NOT NULL,
            spent_on      DATE NOT NULL,
            status        TEXT NOT NULL,
            iban          TEXT NOT NULL
        );
        """;

    private const string Indexes = """
        CREATE INDEX expenses_of_employee ON expenses (employee);
        CREATE INDEX expenses_of_manager ON expenses (manager);
        """;

    private const string Insert = """
        INSERT INTO expenses (id, employee, employee_name, manager, department, amount, currency, category, spent_on, status, iban)
        VALUES ($id, $employee, $employee_name, $manager, $department, $amount, $currency, $category, $spent_on, $status, $iban)
        """;

    /// <summary>Creates the file atomically. An existing file is unchanged. The policy is written every time.</summary>
    public static void Write(string folder, DateOnly? seedDay = null)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, PolicyName), Embedded.Text(PolicyName));
        var path = Path.Combine(folder, FileName);
        if (File.Exists(path))
        {
            return;
        }

        var unfinished = path + ".unfinished";
        File.Delete(unfinished);
        Fill(unfinished, CompanyFacts.Of(seedDay ?? DateOnly.FromDateTime(DateTime.UtcNow)).Expenses);
        File.Move(unfinished, path);
    }

    private static void Fill(string path, IReadOnlyList<Expense> expenses)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        connection.Open();
        Run(connection, Schema);
        using (var transaction = connection.BeginTransaction())
        {
            using var insert = connection.CreateCommand();
            insert.Transaction = transaction;
            insert.CommandText = Insert;
            foreach (var expense in expenses)
            {
                Bind(insert, expense);
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        Run(connection, Indexes);
    }

    private static void Bind(SqliteCommand insert, Expense expense)
    {
        insert.Parameters.Clear();
        insert.Parameters.AddWithValue("$id", expense.Id);
        insert.Parameters.AddWithValue("$employee", expense.Employee);
        insert.Parameters.AddWithValue("$employee_name", expense.EmployeeName);
        insert.Parameters.AddWithValue("$manager", (object?)expense.Manager ?? DBNull.Value);
        insert.Parameters.AddWithValue("$department", expense.Department);
        insert.Parameters.AddWithValue("$amount", expense.AmountCents / 100.0);
        insert.Parameters.AddWithValue("$currency", expense.Currency);
        insert.Parameters.AddWithValue("$category", expense.Category);
        insert.Parameters.AddWithValue("$spent_on", expense.SpentOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        insert.Parameters.AddWithValue("$status", expense.Status);
        insert.Parameters.AddWithValue("$iban", expense.Iban);
    }

    private static void Run(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
