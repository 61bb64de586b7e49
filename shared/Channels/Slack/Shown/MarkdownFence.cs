namespace Onbehalf.Channels.Slack.Shown;

/// <summary>Code fences (CommonMark §4.5), to the extent that cutting a text needs them.</summary>
internal static class MarkdownFence
{
    private const int Shortest = 3;

    /// <summary>Returns the marker of a fence that is open at the end of a text; null when there is none.</summary>
    public static string? OpenAt(string text)
    {
        string? open = null;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var bare = line.Trim(' ');
            if (bare.IsEmpty || bare[0] is not ('`' or '~'))
                continue;
            var marks = bare.Length - bare.TrimStart(bare[0]).Length;
            if (open is null && marks >= Shortest && (bare[0] is '~' || !bare[marks..].Contains('`')))
                open = bare[..marks].ToString();
            else if (open is not null && bare[0] == open[0] && marks >= open.Length && marks == bare.Length)
                open = null;
        }

        return open;
    }
}
