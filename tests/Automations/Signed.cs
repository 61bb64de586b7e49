using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Onbehalf.Automations;

namespace Onbehalf.Tests.Automations;

/// <summary>The actions of a sender.</summary>
internal static class Signed
{
    public static EventSignature Standard(string secret, string id, string body, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mac = HMACSHA256.HashData(WebhookKeys.Base64(secret["whsec_".Length..])!, Encoding.UTF8.GetBytes($"{id}.{seconds}.{body}"));
        return new(id, seconds, $"v1,{Convert.ToBase64String(mac)}");
    }

    public static EventSignature Stripe(string secret, string body, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new(null, null, $"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{seconds}.{body}")))}");
    }

    public static EventSignature GitHub(string secret, string id, string body) =>
        new(id, null, $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)))}");
}
