using System.Globalization;

namespace Onbehalf.Audit;

/// <summary>A calendar month in UTC, in the form <c>yyyyMM</c>.</summary>
public readonly record struct AuditMonth
{
    private readonly DateOnly _first;

    private AuditMonth(DateOnly first) => _first = first;

    public AuditMonth Previous => new(_first.AddMonths(-1));

    public AuditMonth Next => new(_first.AddMonths(1));

    public static AuditMonth Of(DateTimeOffset time) => new(new(time.UtcDateTime.Year, time.UtcDateTime.Month, 1));

    public static bool TryParse(ReadOnlySpan<char> text, out AuditMonth month)
    {
        var valid = DateOnly.TryParseExact(text, "yyyyMM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first);
        month = valid ? new(first) : default;
        return valid;
    }

    public override string ToString() => _first.ToString("yyyyMM", CultureInfo.InvariantCulture);
}
