namespace Onbehalf.Wiki;

/// <summary>The size limits of the wiki.</summary>
internal static class WikiLimits
{
    public const int LongestName = 80;

    public const int LongestTitle = 200;

    /// <summary>The limit in UTF-8 bytes. The row of the page and the row of its version each contain the text.</summary>
    public const int LargestPageBytes = 200 * 1024;

    public const int LongestQuery = 400;

    public const int MostGroups = 50;

    public const int LongestGroup = 200;
}
