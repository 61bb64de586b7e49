namespace Onbehalf.Channels.Slack.Shown;

/// <summary>Fences of code (CommonMark §4.5), as far as cutting a text needs them.</summary>
internal static class MarkdownFence
{
    private const int Shortest = 3;

    /// <summary>The marks of the fence in which a text ends; null outside of one.</summary>
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
