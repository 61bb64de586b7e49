using System.Collections.Concurrent;
using System.Collections.Immutable;
using Onbehalf.Audit;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Sources.Postgres;
using Onbehalf.Tools;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Sources;

internal static class TestPeople
{
    private const string Issuer = "https://people.test";

    public static Authority Authority(string name, string version = "1", string provider = "local", params string[] groups) => new(
        new(SubjectId.Of(Issuer, null, name), provider, Issuer, null, name, name), [.. groups], version, DateTimeOffset.UnixEpoch);

    /// <summary>For a tool that is called by itself, without the one place that allows calls and records them.</summary>
    public static Permit Permit(Authority person, ToolName tool, string? digest = null) => new(
        person,
        tool,
        new(person.Subject, "call", tool.Value, default, Act.AgentAttended, null, null, [], digest),
        null,
        new(new(new(AuditMonth.Of(DateTimeOffset.UnixEpoch), person.Subject.Id), 1), AlreadyRecorded: false));
}

/// <summary>An in-memory vault that records its requests.</summary>
internal sealed class Keyring : IPersonLogin
{
    private readonly ConcurrentDictionary<SubjectId, (string Username, string Password)> _logins = new();

    public ConcurrentQueue<(SubjectId Subject, SecretPurpose Purpose)> Asked { get; } = new();

    public void Give(Authority person, string username, string password) => _logins[person.Subject.Id] = (username, password);

    public void Take(Authority person) => _logins.TryRemove(person.Subject.Id, out _);

    public Task<LoginResult> ReadAsync(Authority authority, SecretPurpose purpose, CancellationToken cancellation)
    {
        Asked.Enqueue((authority.Subject.Id, purpose));
        return Task.FromResult<LoginResult>(_logins.TryGetValue(authority.Subject.Id, out var login) ? new LoginResult.Known(login.Username, new SecretText(login.Password)) : new LoginResult.Absent());
    }
}
