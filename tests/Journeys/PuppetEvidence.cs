namespace Onbehalf.Tests.Journeys;

/// <summary>As <see cref="PuppetJourneys"/>, in a world of its own.</summary>
[CollectionDefinition(Name)]
public sealed class PuppetEvidence : ICollectionFixture<PuppetWorld>
{
    public const string Name = "Puppet evidence";
}
