using System.Text.Json;
using Onbehalf.Ids;
using Onbehalf.Tools;

namespace Onbehalf.Turns;

internal static class ArgumentHash
{
    /// <summary>Returns the lower-case hex SHA-256 of the call, the tool, its exact arguments and the full content of the card.</summary>
    public static string Of(CallId call, string tool, string arguments, ConfirmationCard card) => Of(call.Value, tool, arguments, card);

    public static string Of(string call, string tool, string arguments, ConfirmationCard card) =>
        Sha256.HexOfJson(new[] { call, tool, arguments, card.Digest, JsonSerializer.Serialize(card) });
}
