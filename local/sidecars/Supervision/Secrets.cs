using System.Security.Cryptography;

namespace Onbehalf.Sidecars.Supervision;

/// <summary>The secrets shared by the sidecars of one home and their apps. Generated once, stored in a file of mode 0600.</summary>
internal sealed record Secrets
{
    public required string Control { get; init; }

    public required string Storage { get; init; }

    public required string Postgres { get; init; }

    public required string Scim { get; init; }

    public required string Administration { get; init; }

    public required string Client { get; init; }

    public required string Identity { get; init; }

    public required string Model { get; init; }

    public override string ToString() => nameof(Secrets);

    public static Secrets Of(SidecarHome home)
    {
        if (PrivateFile.Read<Secrets>(home.SecretsFile) is { } known)
            return known;
        var fresh = new Secrets
        {
            Control = Random(),
            Storage = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64)),
            Postgres = Random(),
            Scim = Random(),
            Administration = Random(),
            Client = Random(),
            Identity = Random(),
            Model = Random(),
        };
        PrivateFile.WriteJson(home.SecretsFile, fresh);
        return fresh;
    }

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
