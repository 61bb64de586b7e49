namespace Onbehalf.Wiki;

/// <summary>How much a wiki holds in one piece.</summary>
public static class WikiLimits
{
    public const int LongestName = 80;

    public const int LongestTitle = 200;

    /// <summary>UTF-8. A page's row and its version's row each hold the text.</summary>
    public const int LargestPageBytes = 200 * 1024;

    public const int LongestQuery = 400;

    public const int MostGroups = 50;

    public const int LongestGroup = 200;
}
