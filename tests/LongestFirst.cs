using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Onbehalf.Tests.LongestFirst", "Onbehalf.Tests")]

namespace Onbehalf.Tests;

/// <summary>Collections that take minutes start first: one that started last would run alone at the end, on one core.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        Journeys.PuppetThreats.Name, Journeys.PuppetEvidence.Name, Journeys.PuppetJourneys.Name, Journeys.PuppetRuns.Name,
        nameof(Journeys.BrowserAccessibilityTests), nameof(Infra.HookTests),
        nameof(Journeys.BrowserArtifactTests), nameof(Journeys.BrowserArtifactToolTests), nameof(Journeys.BrowserMessageTests), nameof(Threats.GeneratedWorldsTests),
    ];

    /// <summary>Collections whose tests wait a minute each for what a killed process held.</summary>
    private static readonly string[] Waiting = [nameof(Threats.EngineLossTests), nameof(Threats.CrashTests), nameof(Runs.RunCrashTests)];

    internal static bool MostlyWaits(ITestCollection collection) => Array.Exists(Waiting, name => IsNamed(collection, name));

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(static one => Array.FindIndex(Long, name => IsNamed(one, name)) is >= 0 and var place ? place : Long.Length);

    private static bool IsNamed(ITestCollection collection, string name) => collection.DisplayName.EndsWith(name, StringComparison.Ordinal);
}
