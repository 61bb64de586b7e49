using Npgsql;

namespace Onbehalf.Demo.Company;

internal static class Sql
{
    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public static async Task RunAsync(NpgsqlConnection connection, string text, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Runs a script embedded in this assembly, for instance <c>grants.sql</c>.</summary>
    public static Task RunScriptAsync(NpgsqlConnection connection, string name, CancellationToken cancellation) =>
        RunAsync(connection, Embedded.Text(name), cancellation);
}
