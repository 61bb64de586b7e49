using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Onbehalf.Ids;

/// <summary>A sender's own id of a message, 1 to 64 characters; the same one twice is the same message. Kept only as a hash.</summary>
public readonly record struct ClientId
{
    public const int MaxLength = 64;

    private readonly string? _value;

    private ClientId(string value) => _value = value;

    internal string Text => _value ?? throw new InvalidOperationException("An empty ClientId names nothing.");

    internal string Digest => Sha256.Hex(Text)[..32];

    /// <summary>Longer than any sender's own, so nobody can have sent a run's message before the run does.</summary>
    /// <param name="time">How often the run asked before.</param>
    internal static ClientId Of(RunId run, int time) =>
        new($"the message that the author of a run agreed to: {run}" + (time == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", asked again {time}")));

    public static ClientId New() => new(RandomNumberGenerator.GetHexString(32, lowercase: true));

    public static bool TryParse([NotNullWhen(true)] string? text, out ClientId id)
    {
        var valid = text is { Length: > 0 and <= MaxLength };
        id = valid ? new(text!) : default;
        return valid;
    }
}
