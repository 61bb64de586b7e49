namespace Onbehalf.Channels.Slack.Shown;

/// <summary>Fences of code (CommonMark §4.5), as far as cutting a text needs them.</summary>
internal static class MarkdownFence
{
    private const int LongestInfo = 20;

    /// <summary>The line that opened the fence in which a text ends; null outside of one.</summary>
    public static string? OpenAt(string text)
    {
        string? open = null;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var bare = line.Trim(' ');
            if (open is null && (bare.StartsWith("```") || bare.StartsWith("~~~")))
                open = bare[..Math.Min(bare.Length, LongestInfo)].ToString();
            else if (open is not null && bare.StartsWith(Closing(open)) && bare.Trim(open[0]).IsEmpty)
                open = null;
        }

        return open;
    }

    /// <summary>The marks that an opening line begins with.</summary>
    public static string Closing(string opening) => opening[..(opening.Length - opening.TrimStart(opening[0]).Length)];
}
