namespace Onbehalf.Tests.Journeys;

/// <summary>
/// Tests that share one app and one puppet and leave people's accounts as they are. They run one by one; <see cref="PuppetRuns"/>,
/// <see cref="PuppetThreats"/> and <see cref="PuppetEvidence"/> have worlds of their own and run at the same time.
/// </summary>
[CollectionDefinition(Name)]
public sealed class PuppetJourneys : ICollectionFixture<PuppetWorld>
{
    public const string Name = "Puppet journeys";
}
