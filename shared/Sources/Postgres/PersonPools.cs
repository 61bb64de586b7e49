using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Sources.Lineage;
using Onbehalf.Tools;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// A small connection pool per person and source, opened with that person's own login and never shared. Above the limit, the least recently used
/// pool closes. A pool closes at once if its person's directory data or credential changes.
/// </summary>
internal sealed partial class PersonPools(IPersonLogin logins, TimeProvider time, IConfiguration configuration, ILogger<PersonPools> log)
    : IPersonPools,
        IAsyncDisposable
{
    private readonly ConcurrentDictionary<PoolKey, Entry> _pools = new();
    private readonly TimeSpan _deadline = QueryLimits.From(configuration).Deadline;
    private readonly int _most = QueryLimits.Number(configuration, "ONBEHALF_PERSON_POOLS", 100);

    /// <summary>Queries of one person that run at the same time, such as the blocks of a dashboard.</summary>
    private readonly int _connections = QueryLimits.Number(configuration, "ONBEHALF_PERSON_CONNECTIONS", 4);
    private long _clock;

    public RememberedCatalogs Remembered { get; } =
        new(TimeSpan.FromMinutes(QueryLimits.Number(configuration, "ONBEHALF_REMEMBERED_RIGHTS_MINUTES", 60)), time);

    public SourceWarnings Warnings { get; } = new();

    public async Task<PoolResult> GetAsync(Authority authority, PostgresSettings source, CancellationToken cancellation)
    {
        var key = new PoolKey(authority.Subject.Id, source.Name);
        while (true)
        {
            var entry = _pools.GetOrAdd(key, k => new Entry(new(() => OpenAsync(authority, source))));
            entry.Used = Interlocked.Increment(ref _clock);
            var opening = entry.Result.Value;
            try
            {
                await opening.WaitAsync(cancellation);
            }
            finally
            {
                // A failure is not cached: a short outage of the vault must not lock the person out.
                if (opening.IsFaulted)
                    Remove(key, entry);
            }

            var result = await opening;
            if (result is PoolResult.Refused)
            {
                Remove(key, entry);
                return result;
            }

            var pool = entry.Pool = ((PoolResult.Open)result).Pool;
            if (pool.Serves(authority) && await pool.HoldsAsync(authority, source, logins, cancellation))
            {
                Trim();
                return result;
            }

            Remove(key, entry);
        }
    }

    public void Drop(SubjectId subject)
    {
        foreach (var (key, entry) in _pools)
        {
            if (key.Subject == subject)
                Remove(key, entry);
        }
    }

    /// <summary>Closes a pool whose connection failed. Its other requests fail at the same time and must not close the pool that replaces it.</summary>
    public void Drop(PersonPool failed)
    {
        foreach (var (key, entry) in _pools)
        {
            if (entry.Pool == failed)
                Remove(key, entry);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var entry in _pools.Values)
            await CloseAsync(entry);
        _pools.Clear();
    }

    private async Task<PoolResult> OpenAsync(Authority authority, PostgresSettings source)
    {
        var found = await logins.ReadAsync(authority, source.Login, CancellationToken.None);
        if (found is not LoginResult.Known login)
            return Missing(source, found);
        try
        {
            var (check, builtIns) = await CheckAsync(source, login);
            if (check.Refusals.IsEmpty)
            {
                var session = new SessionSettings(check, _deadline);
                return new PoolResult.Open(
                    new(
                        NpgsqlDataSource.Create(ConnectionText(source, login, session.StartupOptions, _connections)),
                        check,
                        session,
                        builtIns,
                        login,
                        authority.Version,
                        time));
            }

            Log.AuditRefused(log, source.Name, authority.Subject.Id, string.Join("; ", check.Refusals));
        }
        catch (NpgsqlException error)
        {
            Log.LoginFailed(log, source.Name, authority.Subject.Id, (error as PostgresException)?.SqlState);
            return Unreachable(source, (error as PostgresException)?.SqlState);
        }

        return new PoolResult.Refused(RefusalCodes.Identity, $"{source.Name} is not used with your login: it would not be held to your own rights.");
    }

    /// <summary>Runs the audit on a separate connection, because its settings are not yet those of a query.</summary>
    private static async Task<(LoginCheck Check, BuiltIns BuiltIns)> CheckAsync(PostgresSettings source, LoginResult.Known login)
    {
        await using var connection = await OpenFirstAsync(source, login);
        return (await LoginCheck.ReadAsync(connection, source, CancellationToken.None), await BuiltIns.ReadAsync(connection, CancellationToken.None));
    }

    private static async Task<NpgsqlConnection> OpenFirstAsync(PostgresSettings source, LoginResult.Known login)
    {
        try
        {
            return await OpenAsync(SessionSettings.FirstOptions);
        }
        catch (PostgresException error) when (error.SqlState == SqlStates.ProtocolViolation)
        {
            // A pooler that does not support a startup parameter refuses the connection.
            return await OpenAsync(null);
        }

        async Task<NpgsqlConnection> OpenAsync(string? options)
        {
            var connection = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(ConnectionText(source, login, options, 1)) { Pooling = false }.ConnectionString);
            try
            {
                await connection.OpenAsync();
                return connection;
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }
    }

    private static PoolResult.Refused Unreachable(PostgresSettings source, string? state) =>
        state is not null && SqlStates.IsIdentity(state) ? new(RefusalCodes.Identity, $"{source.Name} did not accept your login.")
        : SqlStates.WhyUnreachable(state) is { } why ? new(SqlStates.IsBusy(state!) ? RefusalCodes.Busy : RefusalCodes.Refused, $"{source.Name}: {why}.")
        : new(RefusalCodes.Refused, $"{source.Name} is not reachable now.");

    private static PoolResult.Refused Missing(PostgresSettings source, LoginResult found) => found switch
    {
        LoginResult.Refused(var reason) => new(RefusalCodes.Identity, reason),
        LoginResult.Unavailable => new(RefusalCodes.Refused, $"{source.Name} is not reachable now: your identity provider gave no login for it."),
        _ => new(RefusalCodes.Identity, $"You have no login of your own for {source.Name}."),
    };

    private static string ConnectionText(PostgresSettings source, LoginResult.Known login, string? options, int most) => new NpgsqlConnectionStringBuilder
    {
        Host = source.Host,
        Port = source.Port,
        Database = source.Database,
        Username = login.Username,
        Password = login.Password.Reveal(),
        SslMode = source.RequiresTls ? SslMode.VerifyFull : SslMode.Prefer,
        RootCertificate = source.RootCertificate,
        ApplicationName = "onbehalf",
        MaxPoolSize = most,
        ConnectionIdleLifetime = 90,
        ConnectionPruningInterval = 30,
        ConnectionLifetime = 3_000,
        Timeout = 10,
        // PersonConnection resets what needs it.
        NoResetOnClose = true,
        IncludeErrorDetail = false,
        // Distinguishes an error of a person's text from one of a preceding statement.
        IncludeFailedBatchedCommand = true,
        PersistSecurityInfo = false,
        Enlist = false,
        Options = options,
    }.ConnectionString;

    private void Trim()
    {
        while (_pools.Count > _most)
        {
            var (key, oldest) = _pools.MinBy(static p => p.Value.Used);
            Remove(key, oldest);
        }
    }

    private void Remove(PoolKey key, Entry entry)
    {
        if (_pools.TryRemove(new(key, entry)))
            _ = CloseAsync(entry);
    }

    private static async Task CloseAsync(Entry entry)
    {
        if (entry.Result.IsValueCreated && await entry.Result.Value is PoolResult.Open { Pool: var pool })
            await pool.DisposeAsync();
    }

    private readonly record struct PoolKey(SubjectId Subject, string Source);

    private sealed class Entry(Lazy<Task<PoolResult>> result)
    {
        public Lazy<Task<PoolResult>> Result { get; } = result;

        /// <summary>Set before the pool is given out.</summary>
        public PersonPool? Pool { get; set; }

        public long Used { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Source {Source}: the login of {Subject} was not accepted ({State}).")]
        public static partial void LoginFailed(ILogger log, string source, SubjectId subject, string? state);

        [LoggerMessage(2, LogLevel.Warning, "Source {Source}: the login of {Subject} is refused by the source audit: {Reasons}.")]
        public static partial void AuditRefused(ILogger log, string source, SubjectId subject, string reasons);
    }
}

/// <summary>Closes a person's open database sessions, because the revocation of a login does not end them.</summary>
public interface IPersonPools
{
    void Drop(SubjectId subject);
}
