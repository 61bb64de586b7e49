using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Onbehalf.Tests.LongestFirst", "Onbehalf.Tests")]

namespace Onbehalf.Tests;

/// <summary>Collections that take minutes start first: one that started last would run alone at the end, on one core.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        Journeys.PuppetThreats.Name, Journeys.PuppetEvidence.Name, Journeys.PuppetJourneys.Name, Journeys.PuppetRuns.Name,
        nameof(Journeys.BrowserAccessibilityTests),
        nameof(Journeys.BrowserArtifactTests), nameof(Journeys.BrowserArtifactToolTests), nameof(Journeys.BrowserMessageTests), nameof(Threats.GeneratedWorldsTests),
    ];

    /// <summary>Collections whose tests wait a minute each for what a killed process held.</summary>
    private static readonly string[] Waiting = [nameof(Threats.EngineLossTests), nameof(Threats.CrashTests), nameof(Runs.RunCrashTests)];

    /// <summary>Collections that start no app of the product, so a disabled person does not affect them. Longest first.</summary>
    private static readonly string[] Impersonal =
    [
        Infra.BicepCompiler.Collection, nameof(Host.EngineContract), nameof(Sidecars.SupervisorTests), nameof(Infra.HookTests), nameof(Host.SleepContract),
        nameof(Laws.WebTests), nameof(Infra.AuditOfPackagesTests), nameof(Infra.YamlTests), nameof(Laws.FloorsTests), nameof(Infra.DemoScriptTests),
        nameof(Host.TimerContract), nameof(Host.HttpContract), nameof(Worker.BannedApis), nameof(Infra.TemplateTests),
    ];

    private static readonly string[] All = [.. Long, .. Impersonal];

    internal static TestPhase PhaseOf(ITestCollection collection, bool isAlone) =>
        IsNamed(collection, nameof(Sources.LargeResultTests)) ? TestPhase.Alone
        : isAlone ? TestPhase.ChangesPeople
        : Array.Exists(Impersonal, name => IsNamed(collection, name)) ? TestPhase.KnowsNobody
        : Array.Exists(Waiting, name => IsNamed(collection, name)) ? TestPhase.Waits : TestPhase.Free;

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(static one => Array.FindIndex(All, name => IsNamed(one, name)) is >= 0 and var place ? place : All.Length);

    /// <summary>A class without a collection has one that is named after it, with its namespace.</summary>
    private static bool IsNamed(ITestCollection collection, string name) =>
        collection.DisplayName == name || collection.DisplayName.EndsWith($".{name}", StringComparison.Ordinal);
}
