namespace Onbehalf.Sidecars.Vault;

/// <summary>The options of one vault: its storage, its address and its token callers.</summary>
internal sealed record VaultOptions
{
    public required string Folder { get; init; }

    public required int Port { get; init; }

    public required int IdentityPort { get; init; }

    /// <summary>The required <c>X-IDENTITY-HEADER</c> of callers of the identity endpoint.</summary>
    public required string IdentityHeader { get; init; }

    /// <summary>The request limit per ten seconds. Further requests get 429. Null means unlimited.</summary>
    public int? RequestsPerTenSeconds { get; init; }

    public int PageSize { get; init; } = 25;

    public override string ToString() => nameof(VaultOptions);
}
