using Onbehalf.Identity;
using Onbehalf.Vault;

namespace Onbehalf.Sources.Postgres;

/// <summary>A person's own credential for a database: their password or their access token.</summary>
internal interface IPersonLogin
{
    Task<LoginResult> ReadAsync(Authority authority, SecretPurpose purpose, CancellationToken cancellation);
}

internal abstract record LoginResult
{
    private LoginResult()
    {
    }

    public sealed record Known(string Username, SecretText Password) : LoginResult;

    public sealed record Absent : LoginResult;

    /// <summary>The person can correct the problem. <paramref name="Reason"/> describes how.</summary>
    public sealed record Refused(string Reason) : LoginResult;

    /// <summary>The login cannot be determined now.</summary>
    public sealed record Unavailable : LoginResult;
}
