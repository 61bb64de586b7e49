using System.Text.RegularExpressions;

namespace Onbehalf.Tests.Threats.Worlds;

/// <summary>
/// The one place that says what may differ between two runs of the same script: random ids (kept apart from each other by the order in
/// which they appear), moments and the lengths they give a body, hashes over them, and the sealed marks of lists and streams. Everything
/// else is compared as it came.
/// </summary>
internal sealed partial class Erased
{
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    public string Of(string text) => Id().Replace(Hash().Replace(Moment().Replace(Length().Replace(Mark().Replace(text, "\"$1\":\"MARK\""), "LENGTH"), "MOMENT"), "HASH"), Known);

    private string Known(Match id)
    {
        if (!_ids.TryGetValue(id.Value, out var name))
            _ids[id.Value] = name = $"ID{_ids.Count}";
        return name;
    }

    [GeneratedRegex("\"(events|continuation)\":\"[^\"]*\"")]
    private static partial Regex Mark();

    [GeneratedRegex(@"^Content-Length: \d+", RegexOptions.Multiline)]
    private static partial Regex Length();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d|\\u002B00:00)")]
    private static partial Regex Moment();

    [GeneratedRegex(@"(?<![0-9a-z])[0-9a-f]{64}(?![0-9a-z])")]
    private static partial Regex Hash();

    [GeneratedRegex(@"(?<![0-9a-z])[mtrsp][a-z2-7]{20}(?![0-9a-z])|(?<=-[od]|\.d)[0-9a-f]{32}(?![0-9a-z])")]
    private static partial Regex Id();
}
