namespace Onbehalf.Tests.Journeys;

/// <summary>As <see cref="PuppetJourneys"/>, in a world of its own.</summary>
[CollectionDefinition(Name)]
public sealed class PuppetRuns : ICollectionFixture<PuppetWorld>
{
    public const string Name = "Puppet runs";
}
