using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Onbehalf.Threads;

/// <summary>Limits of one person's concurrent questions. docs/reference.md lists the settings.</summary>
public sealed record ThreadLimits(int RunningTurns, int MessagesPerMinute)
{
    public const int MaxMembers = 200;

    /// <summary>The maximum number of one person's questions that wait for their confirmation. Further questions are refused.</summary>
    public const int MaxWaitingTurns = 50;

    public const int MaxTitle = 120;

    public const int MaxRoomName = 80;

    public static ThreadLimits From(IConfiguration configuration) => new(
        Positive(configuration, "ONBEHALF_MAX_RUNNING_TURNS", 5),
        Positive(configuration, "ONBEHALF_MAX_MESSAGES_PER_MINUTE", 60));

    private static int Positive(IConfiguration configuration, string setting, int otherwise) => configuration[setting] switch
    {
        null or "" => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        var text => throw new InvalidOperationException($"{setting} must be a whole number above 0, not '{text}'."),
    };
}
