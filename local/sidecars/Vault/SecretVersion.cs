namespace Onbehalf.Sidecars.Vault;

internal sealed record SecretVersion
{
    public required string Id { get; init; }

    public required string Value { get; init; }

    public string? ContentType { get; init; }

    public bool Enabled { get; init; } = true;

    public long? NotBefore { get; init; }

    public long? Expires { get; init; }

    public required long Created { get; init; }

    public required long Updated { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public override string ToString() => nameof(SecretVersion);
}
