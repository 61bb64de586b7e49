using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Onbehalf.Tests.Identity;

/// <summary>A token as text, from a header and claims that a test may spoil one by one (null takes a member away).</summary>
internal static class TokenText
{
    public static string Of(SigningKey key, Dictionary<string, object?> header, Dictionary<string, object?> claims, string? signAs = null)
    {
        var signed = $"{Part(header)}.{Part(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(signed), signAs ?? (string)header["alg"]!))}";
    }

    private static string Part(Dictionary<string, object?> members) => Base64Url.EncodeToString(
        JsonSerializer.SerializeToUtf8Bytes(members.Where(static member => member.Value is not null).ToDictionary(static member => member.Key, static member => member.Value)));
}
