using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Onbehalf.Automations;

/// <summary>Limits of one person's automations. docs/reference.md lists the settings.</summary>
/// <param name="PerPerson">The maximum number of one person's automations that have not ended and are not finished.</param>
/// <param name="StartsPerMinute">Run starts per minute for one person. The rest start in the following minutes.</param>
public sealed record AutomationLimits(int PerPerson, int StartsPerMinute)
{
    /// <summary>Finished automations of one person. A new automation deletes the oldest ones above the limit.</summary>
    public const int MostFinished = 100;

    public const int LongestTitle = 120;

    public const int LongestPrompt = 4_000;

    public const int LongestSql = 8_000;

    public const int MostTools = 30;

    public const int MostConsents = 20;

    public const int MostFields = 40;

    public const int MostSources = 20;

    /// <summary>Characters of a consent's target, audience or value.</summary>
    public const int LongestText = 2_000;

    /// <summary>The maximum number of calls that one consent allows.</summary>
    public const int LargestTotal = 10_000;

    /// <summary>Pending proposals of one automation.</summary>
    public const int MostProposals = 20;

    /// <summary>The longest validity of a consent.</summary>
    public static TimeSpan LongestConsent { get; } = TimeSpan.FromDays(366);

    public static AutomationLimits From(IConfiguration configuration) => new(
        Positive(configuration, "ONBEHALF_MAX_AUTOMATIONS", 50),
        Positive(configuration, "ONBEHALF_MAX_RUN_STARTS_PER_MINUTE", 20));

    private static int Positive(IConfiguration configuration, string setting, int otherwise) => configuration[setting] switch
    {
        null or "" => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        var text => throw new InvalidOperationException($"{setting} must be a whole number above 0, not '{text}'."),
    };
}
