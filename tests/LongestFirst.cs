using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Onbehalf.Tests.LongestFirst", "Onbehalf.Tests")]

namespace Onbehalf.Tests;

/// <summary>Collections that take minutes start first: one that started last would run alone at the end, on one core.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        Journeys.PuppetThreats.Name, Journeys.PuppetEvidence.Name, Journeys.PuppetJourneys.Name, Journeys.PuppetRuns.Name,
        nameof(Journeys.BrowserAccessibilityTests), nameof(Threats.CrashTests), nameof(Threats.EngineLossTests), nameof(Infra.HookTests),
        nameof(Journeys.BrowserArtifactTests), nameof(Journeys.BrowserArtifactToolTests), nameof(Journeys.BrowserMessageTests), nameof(Threats.GeneratedWorldsTests),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(static one => Array.FindIndex(Long, name => one.DisplayName.EndsWith(name, StringComparison.Ordinal)) is >= 0 and var place ? place : Long.Length);
}
