namespace Onbehalf.Sidecars.Vault;

/// <summary>One vault: where it keeps its records, where it listens, and whom it hands tokens.</summary>
internal sealed record VaultOptions
{
    public required string Folder { get; init; }

    public required int Port { get; init; }

    public required int IdentityPort { get; init; }

    /// <summary>What a caller of the identity endpoint must show as <c>X-IDENTITY-HEADER</c>.</summary>
    public required string IdentityHeader { get; init; }

    /// <summary>More requests in ten seconds are answered 429. Unlimited when null.</summary>
    public int? RequestsPerTenSeconds { get; init; }

    public int PageSize { get; init; } = 25;

    public override string ToString() => nameof(VaultOptions);
}
