using System.Collections.Concurrent;
using System.Collections.Immutable;
using Onbehalf.Data.Postgres;
using Onbehalf.Delegation;
using Onbehalf.Identity;

namespace Onbehalf.Tests.Data;

internal static class People
{
    private const string Issuer = "https://people.test";

    public static Authority Authority(string name, string version = "1", string provider = "local", params string[] groups) => new(
        new(SubjectId.Of(Issuer, null, name), provider, Issuer, null, name, name), [.. groups], version, DateTimeOffset.UnixEpoch);
}

/// <summary>The vault's part, played from memory; remembers what was asked for.</summary>
internal sealed class Keyring : IPersonLogin
{
    private readonly ConcurrentDictionary<SubjectId, (string Username, string Password)> _logins = new();

    public ConcurrentQueue<(SubjectId Subject, ConnectionName Connection)> Asked { get; } = new();

    public void Give(Authority person, string username, string password) => _logins[person.Subject.Id] = (username, password);

    public void Take(Authority person) => _logins.TryRemove(person.Subject.Id, out _);

    public Task<LoginResult> ReadAsync(Authority authority, ConnectionName connection, CancellationToken cancellation)
    {
        Asked.Enqueue((authority.Subject.Id, connection));
        return Task.FromResult<LoginResult>(_logins.TryGetValue(authority.Subject.Id, out var login) ? new LoginResult.Known(login.Username, new SecretText(login.Password)) : new LoginResult.Absent());
    }
}
