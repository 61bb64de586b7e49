namespace Onbehalf.Identity.Issuers;

internal static class CacheTimes
{
    public static readonly TimeSpan BackOff = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan FreshFor = TimeSpan.FromHours(1);

    /// <summary>A provider that cannot be reached for this long is no longer believed.</summary>
    public static readonly TimeSpan UsableFor = TimeSpan.FromHours(24);
}
