using Onbehalf.Identity;
using Onbehalf.Vault;

namespace Onbehalf.Sources.Postgres;

/// <summary>A person's own way into a database: a password of theirs, or their access token.</summary>
public interface IPersonLogin
{
    Task<LoginResult> ReadAsync(Authority authority, ConnectionName connection, CancellationToken cancellation);
}

public abstract record LoginResult
{
    private LoginResult()
    {
    }

    public sealed record Known(string Username, SecretText Password) : LoginResult;

    public sealed record Absent : LoginResult;

    /// <summary>The person can mend it themselves; <paramref name="Reason"/> says how.</summary>
    public sealed record Refused(string Reason) : LoginResult;

    /// <summary>Nobody can say now.</summary>
    public sealed record Unavailable : LoginResult;
}
