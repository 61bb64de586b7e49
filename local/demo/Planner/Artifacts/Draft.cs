using System.Text.RegularExpressions;

namespace Onbehalf.Demo.Planner.Artifacts;

/// <summary>An artifact that an answer of the planner begins with, as a link. The page opens it beside the thread.</summary>
internal sealed partial record Draft(string Id, string Title)
{
    public string Link => $"[{Title}](/artifacts/{Id})";

    public static Draft? Named(string? answer) =>
        answer is not null && Start().Match(answer) is { Success: true } start ? new(start.Groups["id"].Value, start.Groups["title"].Value) : null;

    /// <summary>Reads the result of <c>create_artifact</c>. Null if nothing was made.</summary>
    public static Draft? Made(string result) =>
        result.StartsWith("Done", StringComparison.Ordinal) && Anywhere().Match(result) is { Success: true } link
            ? new(link.Groups["id"].Value, link.Groups["title"].Value)
            : null;

    [GeneratedRegex(@"^\[(?<title>[^\]\n]+)\]\(/artifacts/(?<id>f[a-z2-7]{20})\)")]
    private static partial Regex Start();

    [GeneratedRegex(@"\[(?<title>[^\]\n]+)\]\(/artifacts/(?<id>f[a-z2-7]{20})\)")]
    private static partial Regex Anywhere();
}
