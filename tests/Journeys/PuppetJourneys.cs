namespace Onbehalf.Tests.Journeys;

/// <summary>Tests that share one app and one puppet; they leave people's accounts as they are.</summary>
[CollectionDefinition(Name)]
public sealed class PuppetJourneys : ICollectionFixture<PuppetWorld>
{
    public const string Name = "Puppet journeys";
}
