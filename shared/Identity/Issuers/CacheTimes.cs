namespace Onbehalf.Identity.Issuers;

internal static class CacheTimes
{
    public static readonly TimeSpan BackOff = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan FreshFor = TimeSpan.FromHours(1);

    /// <summary>The maximum age of a provider's cached documents when the provider is unreachable.</summary>
    public static readonly TimeSpan UsableFor = TimeSpan.FromHours(24);
}
