namespace Onbehalf.Automations.Schedules;

/// <summary>Restricts a cron to every n-th week or day. Cron syntax has no form for “every other”.</summary>
/// <param name="Unit"><c>week</c> or <c>day</c>.</param>
/// <param name="Length">The period, in weeks or days. Only its first week or day counts.</param>
/// <param name="From">A day of the first week (weeks start on Monday), or the first day.</param>
public sealed record Cycle(string Unit, int Length, DateOnly From)
{
    private const int MostWeeks = 52;
    private const int MostDays = 366;
    private const int DaysOfWeek = 7;

    /// <summary>Limits the dates, so day arithmetic stays within the calendar's range.</summary>
    private const int LatestYear = 2200;

    internal bool IsValid => From.Year is > 1970 and < LatestYear && Unit switch
    {
        "week" => Length is > 1 and <= MostWeeks,
        "day" => Length is > 1 and <= MostDays,
        _ => false,
    };

    internal bool Has(DateOnly day) => Remainder(day) < Counted;

    /// <summary>Returns the next day that counts, after one that does not.</summary>
    internal DateOnly NextAfter(DateOnly day) => day.AddDays(Days - Remainder(day));

    private int Counted => Unit == "week" ? DaysOfWeek : 1;

    private int Days => Length * Counted;

    private int First => Unit == "week" ? From.DayNumber - (((int)From.DayOfWeek + 6) % DaysOfWeek) : From.DayNumber;

    private int Remainder(DateOnly day) => (((day.DayNumber - First) % Days) + Days) % Days;
}
