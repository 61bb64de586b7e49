using System.Security.Cryptography;
using System.Text;
using Onbehalf.Vault;

namespace Onbehalf.Demo.Company;

/// <summary>PostgreSQL's stored form of a password (RFC 5802). Computed here, so that the password appears in no statement and no server log.</summary>
internal static class ScramVerifier
{
    private const int Iterations = 4096;

    public static string For(SecretText password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var salted = Rfc2898DeriveBytes.Pbkdf2(password.Reveal(), salt, Iterations, HashAlgorithmName.SHA256, 32);
        var storedKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var serverKey = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(storedKey)}:{Convert.ToBase64String(serverKey)}";
    }
}
