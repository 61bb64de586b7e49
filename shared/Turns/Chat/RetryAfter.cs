using System.ClientModel.Primitives;
using System.Globalization;

namespace Onbehalf.Turns.Chat;

/// <summary>Parses a server's retry delay: seconds, milliseconds or a date.</summary>
internal static class RetryAfter
{
    public static TimeSpan? Of(PipelineResponseHeaders headers, DateTimeOffset now) =>
        Read(headers, "retry-after-ms", "x-ms-retry-after-ms") is { } text && Number(text) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds)
        : Read(headers, "retry-after") is not { } after ? null
        : Number(after) is { } seconds ? TimeSpan.FromSeconds(seconds)
        : DateTimeOffset.TryParse(after, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? TimeSpan.FromTicks(Math.Max(0, (date - now).Ticks))
        : null;

    private static string? Read(PipelineResponseHeaders headers, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (headers.TryGetValue(name, out var value))
                return value;
        }

        return null;
    }

    /// <summary>Limits the value to the number of milliseconds in a day.</summary>
    private static double? Number(string text) =>
        double.TryParse(text.Trim().TrimEnd('s'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? Math.Min(value, 86_400_000)
            : null;
}
