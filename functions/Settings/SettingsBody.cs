using System.Text.RegularExpressions;
using Onbehalf.Identity;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Settings;

/// <summary>A person's settings. An omitted value is determined by the browser. In a change, an empty text resets the setting.</summary>
internal sealed partial record SettingsBody(string? TimeZone = null, string? Language = null, string? Theme = null, string? TextLanguage = null)
{
    public static SettingsBody Of(OwnSettings settings) =>
        new(Chosen(settings.TimeZone), Chosen(settings.Language), Chosen(settings.Theme), Chosen(settings.TextLanguage));

    public OwnSettings Change() => new(TimeZone, Language, Theme, TextLanguage);

    /// <summary>Returns the slug and the rule of the first invalid value; null if all are valid.</summary>
    public (string Slug, string Sentence)? Fault() =>
        TimeZone is { Length: > 0 } && IanaZone.Find(TimeZone) is null ? ("time-zone", "timeZone is the IANA name of a time zone, such as Europe/Berlin.")
        : Language is { Length: > 0 } && !LanguageTag.IsMatch(Language) ? ("language", "language is a language and, if wanted, a country: de or en-GB.")
        : TextLanguage is { Length: > 0 } && !LanguageTag.IsMatch(TextLanguage) ? ("text-language", "textLanguage is a language: de or pt-BR.")
        : Theme is not (null or "" or "system" or "light" or "dark") ? ("theme", "theme is system, light or dark.")
        : null;

    [GeneratedRegex(@"^[a-z]{2,3}(-[A-Z]{2})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag { get; }

    private static string? Chosen(string? value) => value is { Length: > 0 } ? value : null;
}
