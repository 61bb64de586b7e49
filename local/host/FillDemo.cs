using Npgsql;
using Onbehalf.Demo.Company;

namespace Onbehalf.Host;

/// <summary>
/// <c>--fill-demo HOST ADMINISTRATOR alice=LOGIN=OBJECT-ID bob=LOGIN=OBJECT-ID</c>: creates the demo company on an Azure database server. Reads
/// the administrator's access token from standard input. infra/scripts/demo runs it.
/// </summary>
internal static class FillDemo
{
    public const string Name = "--fill-demo";

    /// <summary>The maximum number of attempts. A new administrator or firewall rule takes effect after some seconds.</summary>
    private const int Attempts = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] wanted, TextReader input, TextWriter output, CancellationToken cancellation)
    {
        if (wanted is not [var host, var administrator, _, ..] || Logins(wanted[2..]) is not { } people)
            return await RefuseAsync(output, $"Usage: {Name} HOST ADMINISTRATOR alice=LOGIN=OBJECT-ID bob=LOGIN=OBJECT-ID");
        if ((await input.ReadToEndAsync(cancellation)).Trim() is not { Length: > 0 } token)
            return await RefuseAsync(output, "No access token was given on standard input: az login, then try again.");
        var server = new NpgsqlConnectionStringBuilder
        {
            Host = host,
            Database = "postgres",
            Username = administrator,
            Password = token,
            SslMode = SslMode.VerifyFull,
            Pooling = false,
        };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ManagedCompany.ApplyAsync(server.ConnectionString, people, cancellation: cancellation);
                return 0;
            }
            catch (NpgsqlException refusal) when (attempt < Attempts && IsTooEarly(refusal))
            {
                await output.WriteLineAsync($"The server does not let {administrator} in yet ({attempt}).");
                await Task.Delay(Pause, cancellation);
            }
            catch (NpgsqlException refusal)
            {
                return await RefuseAsync(output, $"The demo company was not made: {refusal.Message}");
            }
        }
    }

    /// <summary>Parses the logins. Returns null if one of them is malformed.</summary>
    internal static IReadOnlyList<ManagedLogin>? Logins(IEnumerable<string> arguments)
    {
        var people = arguments
            .Select(static one =>
                one.Split('=') is [var name, { Length: > 0 } login, var id] && Cast.Find(name) is { } person && Guid.TryParse(id, out var objectId)
                    ? new ManagedLogin(person, login, objectId)
                    : null)
            .ToList();
        return people.OfType<ManagedLogin>().ToList() is { Count: > 0 } understood && understood.Count == people.Count ? understood : null;
    }

    /// <summary>True if the connection failed or the login was refused (SQLSTATE class 28).</summary>
    private static bool IsTooEarly(NpgsqlException refusal) =>
        refusal is not PostgresException answer || answer.SqlState.StartsWith("28", StringComparison.Ordinal);

    private static async Task<int> RefuseAsync(TextWriter output, string why)
    {
        await output.WriteLineAsync(why);
        return 1;
    }
}
