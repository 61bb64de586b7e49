namespace Onbehalf.Tests.Slack;

[CollectionDefinition(Name)]
public sealed class SlackJourneys : ICollectionFixture<SlackWorld>
{
    public const string Name = "Slack";
}
