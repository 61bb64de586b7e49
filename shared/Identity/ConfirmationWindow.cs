using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Onbehalf.Identity;

/// <summary>How long a read may reuse a confirmation: <c>IDENTITY_CONFIRM_SECONDS</c>, 0 by default, at most 30. Shown to people.</summary>
public sealed record ConfirmationWindow
{
    private const int MaxSeconds = 30;

    public ConfirmationWindow(int seconds) => Seconds = Math.Clamp(seconds, 0, MaxSeconds);

    public int Seconds { get; }

    public static ConfirmationWindow From(IConfiguration configuration) => configuration["IDENTITY_CONFIRM_SECONDS"] switch
    {
        null or "" => new(0),
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) => new(seconds),
        _ => throw new InvalidOperationException("IDENTITY_CONFIRM_SECONDS is a whole number of seconds from 0 to 30."),
    };
}
