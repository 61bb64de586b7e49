using Azure.Data.Tables;

namespace Onbehalf.Identity;

/// <summary>
/// A person's choices for what they are shown, the same in every browser. Each is empty or null where the browser decides.
/// </summary>
/// <param name="TimeZone">An IANA name.</param>
/// <param name="Language">Of dates and numbers: a language and, if wanted, a country, such as <c>de</c> or <c>en-GB</c>.</param>
/// <param name="Theme"><c>system</c>, <c>light</c> or <c>dark</c>.</param>
/// <param name="TextLanguage">Of the web app's texts. The web app decides which languages it has.</param>
public sealed record OwnSettings(string? TimeZone = null, string? Language = null, string? Theme = null, string? TextLanguage = null)
{
    internal const string Key = "settings";

    internal static OwnSettings Read(TableEntity row) =>
        new(row.GetString(nameof(TimeZone)), row.GetString(nameof(Language)), row.GetString(nameof(Theme)), row.GetString(nameof(TextLanguage)));

    /// <summary>Only the columns that are given.</summary>
    internal TableEntity Row(string person)
    {
        var row = new TableEntity(person, Key);
        if (TimeZone is not null)
            row[nameof(TimeZone)] = TimeZone;
        if (Language is not null)
            row[nameof(Language)] = Language;
        if (Theme is not null)
            row[nameof(Theme)] = Theme;
        if (TextLanguage is not null)
            row[nameof(TextLanguage)] = TextLanguage;
        return row;
    }
}
